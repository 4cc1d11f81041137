// Sound: WAV, FLAC, AIFF, Ogg, Opus, MP3. Stored as the files they are.
#include <cstring>

#include "lib/signal/decode.h"
#include "stages/collect/importers/importer.h"

namespace mote {
namespace {

struct Mark {
  size_t at;
  std::string_view text;
};
constexpr Mark kMarks[] = {{8, "WAVE"}, {0, "fLaC"}, {0, "OggS"}, {8, "AIFF"},
                           {8, "AIFC"}, {0, "ID3"},  {0, ".snd"}, {0, "caff"}};

bool has_mark(std::span<const uint8_t> bytes, const Mark& mark) {
  return bytes.size() >= mark.at + mark.text.size() &&
         std::memcmp(bytes.data() + mark.at, mark.text.data(),
                     mark.text.size()) == 0;
}

}  // namespace

Fit sniff_audio(const ImportedFile& file, const ReadOptions&) {
  for (const Mark& mark : kMarks) {
    if (has_mark(file.bytes, mark)) return Fit::kByContent;
  }
  const bool named = ends_in(
      file.name, {".wav", ".wave", ".flac", ".ogg", ".oga", ".opus", ".mp3",
                  ".aif", ".aiff", ".aifc", ".au", ".snd", ".w64", ".caf"});
  return named ? Fit::kByName : Fit::kNone;
}

FileContent read_audio_file(const ImportedFile& file, const ReadOptions&) {
  const AudioFacts facts = check_audio(file.bytes, file.name);
  FoundSample sample;
  sample.kind = "audio";
  sample.rate_hz = facts.rate_hz;
  sample.frames = facts.frames;
  sample.axes = facts.channels;
  FileContent content;
  content.format = facts.format;
  content.axes.assign(static_cast<size_t>(facts.channels), {"audio", ""});
  content.type = "int16";
  content.samples.push_back(std::move(sample));
  return content;
}

}  // namespace mote
