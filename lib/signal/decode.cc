#include "lib/signal/decode.h"

#include <sndfile.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/signal/resample.h"

namespace mote {
namespace {

constexpr double kFullScale = 32768;
constexpr int kMostChannels = 64;
constexpr double kHighestRate_hz = 1e6;
constexpr uint32_t kSizeOfStream = 0x7FFFF000;
// A header may promise any number of frames; this much fits any recording.
constexpr int64_t kMostFrames = int64_t{1} << 31;
// Compressed recordings up to this long are checked whole.
constexpr int kCheckedSeconds = 30;

// Bytes in memory, read (and written) by libsndfile as a file.
struct MemoryFile {
  std::span<const uint8_t> content;
  std::vector<uint8_t>* output = nullptr;
  sf_count_t at = 0;

  sf_count_t size() const {
    return static_cast<sf_count_t>(output ? output->size() : content.size());
  }

  static MemoryFile& of(void* self) { return *static_cast<MemoryFile*>(self); }

  static sf_count_t length(void* self) { return of(self).size(); }

  static sf_count_t tell(void* self) { return of(self).at; }

  static sf_count_t seek(sf_count_t offset, int whence, void* self) {
    MemoryFile& file = of(self);
    if (whence == SEEK_CUR) offset += file.at;
    if (whence == SEEK_END) offset += file.size();
    if (offset >= 0) file.at = offset;
    return file.at;
  }

  static sf_count_t read(void* into, sf_count_t count, void* self) {
    MemoryFile& file = of(self);
    count = std::clamp<sf_count_t>(file.size() - file.at, 0, count);
    if (count > 0) std::memcpy(into, file.content.data() + file.at, count);
    file.at += count;
    return count;
  }

  static sf_count_t write(const void* from, sf_count_t count, void* self) {
    MemoryFile& file = of(self);
    if (file.size() < file.at + count) file.output->resize(file.at + count);
    std::memcpy(file.output->data() + file.at, from, count);
    file.at += count;
    return count;
  }
};

SF_VIRTUAL_IO memory_functions() {
  return {MemoryFile::length, MemoryFile::seek, MemoryFile::read,
          MemoryFile::write, MemoryFile::tell};
}

struct CloseSound {
  void operator()(SNDFILE* sound) const { sf_close(sound); }
};
using Sound = std::unique_ptr<SNDFILE, CloseSound>;

uint32_t little_endian(std::span<const uint8_t> bytes, size_t at) {
  return uint32_t{bytes[at]} | uint32_t{bytes[at + 1]} << 8 |
         uint32_t{bytes[at + 2]} << 16 | uint32_t{bytes[at + 3]} << 24;
}

bool has_text(std::span<const uint8_t> bytes, size_t at, const char* text) {
  return bytes.size() >= at + 4 && std::memcmp(bytes.data() + at, text, 4) == 0;
}

// How many bytes a RIFF file's data chunk lacks: libsndfile would silently
// shorten the recording. Programs that write to a pipe cannot go back to fill
// in the size; they leave the largest one, or espeak-ng's 0x7FFFF000.
int64_t missing_bytes_of_wav(std::span<const uint8_t> file) {
  if (!has_text(file, 0, "RIFF") || !has_text(file, 8, "WAVE")) return 0;
  size_t at = 12;
  while (at + 8 <= file.size()) {
    const uint32_t size = little_endian(file, at + 4);
    if (has_text(file, at, "data")) {
      if (size >= kSizeOfStream) return 0;
      return static_cast<int64_t>(size) -
             static_cast<int64_t>(file.size() - at - 8);
    }
    at += 8 + size_t{size} + size % 2;
  }
  return static_cast<int64_t>(at + 8 - file.size());
}

Error truncated(const std::string& name) {
  return Error(
      "the recording is truncated: the file is shorter than its "
      "header says",
      name, "Copy or record it again.");
}

std::string format_name(const SF_INFO& info) {
  auto name_of = [](int command, int format) {
    SF_FORMAT_INFO about{};
    about.format = format;
    sf_command(nullptr, command, &about, sizeof about);
    return std::string(about.name != nullptr ? about.name : "unknown");
  };
  const std::string major =
      name_of(SFC_GET_FORMAT_INFO, info.format & SF_FORMAT_TYPEMASK);
  const std::string minor =
      name_of(SFC_GET_FORMAT_INFO, info.format & SF_FORMAT_SUBMASK);
  return major + ", " + minor;
}

void check_content(std::span<const uint8_t> file, const std::string& name) {
  if (file.empty()) {
    throw Error("the file is empty", name, "Copy or record it again.");
  }
}

void check_facts(const SF_INFO& info, const std::string& name) {
  if (info.samplerate <= 0 || info.samplerate > kHighestRate_hz) {
    throw Error(
        "the header gives a rate of " + std::to_string(info.samplerate) + " Hz",
        name, "The file is damaged: export it again.");
  }
  if (info.channels <= 0 || info.channels > kMostChannels) {
    throw Error(
        "the header gives " + std::to_string(info.channels) + " channels", name,
        "The file is damaged: export it again.");
  }
  if (info.frames > kMostFrames) {
    throw Error("the recording is too long", name, "Cut it into pieces.");
  }
}

Sound open_sound(MemoryFile& file, SF_INFO& info, const std::string& name) {
  check_content(file.content, name);
  SF_VIRTUAL_IO functions = memory_functions();
  Sound sound(sf_open_virtual(&functions, SFM_READ, &info, &file));
  if (!sound) {
    if (missing_bytes_of_wav(file.content) > 0) throw truncated(name);
    throw Error("not an audio file that can be read", name,
                "WAV, FLAC, AIFF, Ogg, Opus and MP3 files are understood.");
  }
  check_facts(info, name);
  if (missing_bytes_of_wav(file.content) > 0) throw truncated(name);
  if (info.frames <= 0) {
    throw Error("the recording has no samples", name, "Record it again.");
  }
  return sound;
}

int16_t to_int16(double value) {
  return static_cast<int16_t>(
      std::lrint(std::clamp(value, -kFullScale, kFullScale - 1)));
}

// What libsndfile reads as 16 bits is exact for integers of up to 16 bits.
bool is_exact_in_16_bits(int format) {
  switch (format & SF_FORMAT_SUBMASK) {
    case SF_FORMAT_PCM_S8:
    case SF_FORMAT_PCM_U8:
    case SF_FORMAT_PCM_16:
    case SF_FORMAT_ULAW:
    case SF_FORMAT_ALAW:
      return true;
    default:
      return false;
  }
}

std::vector<int16_t> read_mono_int16(SNDFILE* sound, const SF_INFO& info) {
  std::vector<int16_t> samples(static_cast<size_t>(info.frames));
  const auto count = sf_readf_short(sound, samples.data(), info.frames);
  samples.resize(static_cast<size_t>(std::max<sf_count_t>(count, 0)));
  return samples;
}

// Any format and number of channels, through float.
std::vector<int16_t> read_averaged(SNDFILE* sound, const SF_INFO& info) {
  std::vector<int16_t> samples;
  samples.reserve(static_cast<size_t>(info.frames));
  constexpr sf_count_t kBlockFrames = 4096;
  std::vector<float> block(kBlockFrames * info.channels);
  const double scale = kFullScale / info.channels;
  while (true) {
    const auto count = sf_readf_float(sound, block.data(), kBlockFrames);
    if (count <= 0) return samples;
    for (sf_count_t t = 0; t < count; ++t) {
      double sum = 0;
      for (int c = 0; c < info.channels; ++c) {
        sum += block[static_cast<size_t>(t * info.channels + c)];
      }
      samples.push_back(std::isfinite(sum) ? to_int16(sum * scale)
                                           : int16_t{0});
    }
  }
}

AudioFacts facts_of(const SF_INFO& info) {
  return {static_cast<double>(info.samplerate), info.channels, info.frames,
          format_name(info)};
}

// WAV with whole samples, whose size open_sound() has checked.
bool is_uncompressed(int format) {
  const int kind = format & SF_FORMAT_TYPEMASK;
  return (kind == SF_FORMAT_WAV || kind == SF_FORMAT_WAVEX) &&
         (format & SF_FORMAT_SUBMASK) <= SF_FORMAT_DOUBLE;
}

// Decodes `count` frames from `first` on. Throws Error when they are fewer.
void check_readable(SNDFILE* sound, const SF_INFO& info, int64_t first,
                    int64_t count, const std::string& name) {
  if (first > 0 && sf_seek(sound, first, SEEK_SET) != first) {
    throw truncated(name);
  }
  constexpr sf_count_t kBlockFrames = 4096;
  std::vector<float> block(kBlockFrames * info.channels);
  while (count > 0) {
    const auto got = sf_readf_float(sound, block.data(),
                                    std::min<int64_t>(count, kBlockFrames));
    if (got <= 0) throw truncated(name);
    count -= got;
  }
}

}  // namespace

AudioFacts audio_facts(std::span<const uint8_t> file, const std::string& name) {
  MemoryFile memory{file};
  SF_INFO info{};
  const Sound sound = open_sound(memory, info, name);
  return facts_of(info);
}

AudioFacts check_audio(std::span<const uint8_t> file, const std::string& name) {
  MemoryFile memory{file};
  SF_INFO info{};
  const Sound sound = open_sound(memory, info, name);
  const AudioFacts facts = facts_of(info);
  // Of uncompressed samples the sizes are enough.
  if (is_uncompressed(info.format)) return facts;
  const int64_t part = int64_t{info.samplerate} * kCheckedSeconds / 2;
  if (info.frames <= 2 * part) {
    check_readable(sound.get(), info, 0, info.frames, name);
  } else {
    check_readable(sound.get(), info, 0, part / 8, name);
    check_readable(sound.get(), info, info.frames - part / 8, part / 8, name);
  }
  return facts;
}

Signal decode_audio(std::span<const uint8_t> file, double rate_hz,
                    const std::string& name) {
  MemoryFile memory{file};
  SF_INFO info{};
  const Sound sound = open_sound(memory, info, name);
  auto samples = info.channels == 1 && is_exact_in_16_bits(info.format)
                     ? read_mono_int16(sound.get(), info)
                     : read_averaged(sound.get(), info);
  if (static_cast<sf_count_t>(samples.size()) < info.frames) {
    throw truncated(name);
  }
  Signal signal = mono_audio(info.samplerate, std::move(samples));
  if (rate_hz == 0 || rate_hz == signal.rate_hz) return signal;
  return resample(signal, rate_hz);
}

Signal read_audio(const std::filesystem::path& file, double rate_hz) {
  return decode_audio(read_bytes(file), rate_hz, file.string());
}

std::vector<uint8_t> encode_wav(const Signal& signal) {
  const auto& samples = signal.int16_samples();
  std::vector<uint8_t> bytes;
  MemoryFile memory{{}, &bytes};
  SF_INFO info{};
  info.samplerate = static_cast<int>(std::lrint(signal.rate_hz));
  info.channels = static_cast<int>(signal.axis_count());
  info.format = SF_FORMAT_WAV | SF_FORMAT_PCM_16;
  SF_VIRTUAL_IO functions = memory_functions();
  Sound sound(sf_open_virtual(&functions, SFM_WRITE, &info, &memory));
  if (!sound) throw Error(std::string("no WAV file: ") + sf_strerror(nullptr));
  sf_writef_short(sound.get(), samples.data(),
                  static_cast<sf_count_t>(signal.frame_count()));
  sound.reset();
  return bytes;
}

void write_wav(const std::filesystem::path& file, const Signal& signal) {
  write_atomically(file, encode_wav(signal));
}

}  // namespace mote
