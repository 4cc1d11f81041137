#include "lib/signal/microphone.h"

#include <fcntl.h>
#include <portaudio.h>
#include <unistd.h>

#include <cmath>

#include "lib/base/error.h"
#include "lib/base/shared_library.h"

namespace mote {
namespace {

// The sound systems behind PortAudio write to standard error what they did not
// find; that would bury the program's own words.
class QuietStandardError {
 public:
  QuietStandardError() : kept_(::dup(2)) {
    const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere >= 0) ::dup2(nowhere, 2), ::close(nowhere);
  }
  ~QuietStandardError() {
    if (kept_ >= 0) ::dup2(kept_, 2), ::close(kept_);
  }
  QuietStandardError(const QuietStandardError&) = delete;
  QuietStandardError& operator=(const QuietStandardError&) = delete;

 private:
  int kept_;
};

#define MOTE_PORTAUDIO(name) \
  decltype(::name)* name = library.function<decltype(::name)>(#name)

// PortAudio, opened and initialised for the life of the object.
struct PortAudio {
  SharedLibrary library{"libportaudio.so.2", "libportaudio2"};
  MOTE_PORTAUDIO(Pa_Initialize);
  MOTE_PORTAUDIO(Pa_Terminate);
  MOTE_PORTAUDIO(Pa_GetErrorText);
  MOTE_PORTAUDIO(Pa_GetDeviceCount);
  MOTE_PORTAUDIO(Pa_GetDeviceInfo);
  MOTE_PORTAUDIO(Pa_GetDefaultInputDevice);
  MOTE_PORTAUDIO(Pa_OpenStream);
  MOTE_PORTAUDIO(Pa_StartStream);
  MOTE_PORTAUDIO(Pa_ReadStream);
  MOTE_PORTAUDIO(Pa_AbortStream);
  MOTE_PORTAUDIO(Pa_CloseStream);

  PortAudio() {
    QuietStandardError quiet;
    check(Pa_Initialize(), "the sound system cannot be started");
  }
  ~PortAudio() { Pa_Terminate(); }
  PortAudio(const PortAudio&) = delete;
  PortAudio& operator=(const PortAudio&) = delete;

  void check(PaError code, const std::string& what) const {
    if (code >= 0) return;
    throw Error(what + ": " + Pa_GetErrorText(code), "microphone",
                "Check that a microphone is connected and no other program "
                "holds it.");
  }
};

#undef MOTE_PORTAUDIO

PaDeviceIndex find_device(const PortAudio& audio, const std::string& wanted) {
  const PaDeviceIndex usual = audio.Pa_GetDefaultInputDevice();
  if (wanted.empty() && usual != paNoDevice) return usual;
  for (PaDeviceIndex i = 0; i < audio.Pa_GetDeviceCount(); ++i) {
    const PaDeviceInfo* info = audio.Pa_GetDeviceInfo(i);
    if (info->maxInputChannels > 0 &&
        std::string(info->name).find(wanted) != std::string::npos) {
      return i;
    }
  }
  if (wanted.empty()) {
    throw Error("there is no microphone", "",
                "Connect one, or give a recording: mote infer FILE.wav");
  }
  throw Error("there is no microphone whose name contains '" + wanted + "'", "",
              "Leave the name out to use the default one.");
}

class Stream {
 public:
  Stream(const PortAudio& audio, const ListenOptions& options,
         unsigned long block_frames)
      : audio_(audio) {
    PaStreamParameters input{};
    input.device = find_device(audio, options.device);
    input.channelCount = 1;
    input.sampleFormat = paInt16;
    input.suggestedLatency =
        audio.Pa_GetDeviceInfo(input.device)->defaultHighInputLatency;
    QuietStandardError quiet;
    audio.check(audio.Pa_OpenStream(&stream_, &input, nullptr, options.rate_hz,
                                    block_frames, paNoFlag, nullptr, nullptr),
                "the microphone cannot be opened");
    const PaError started = audio.Pa_StartStream(stream_);
    if (started < 0) audio.Pa_CloseStream(stream_);
    audio.check(started, "the microphone cannot be started");
  }
  ~Stream() {
    audio_.Pa_AbortStream(stream_);
    audio_.Pa_CloseStream(stream_);
  }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  // False when samples were lost before this block.
  bool read(std::vector<int16_t>& block) {
    const PaError code =
        audio_.Pa_ReadStream(stream_, block.data(), block.size());
    if (code == paInputOverflowed) return false;
    audio_.check(code, "the microphone stopped");
    return true;
  }

 private:
  const PortAudio& audio_;
  PaStream* stream_ = nullptr;
};

}  // namespace

std::vector<std::string> microphones() {
  const PortAudio audio;
  std::vector<std::string> names;
  for (PaDeviceIndex i = 0; i < audio.Pa_GetDeviceCount(); ++i) {
    const PaDeviceInfo* info = audio.Pa_GetDeviceInfo(i);
    if (info->maxInputChannels > 0) names.emplace_back(info->name);
  }
  return names;
}

struct Microphone::State {
  explicit State(const ListenOptions& options)
      : block(static_cast<size_t>(
            std::lround(options.rate_hz * options.block_ms / 1000))),
        stream(audio, options, block.size()) {}

  PortAudio audio;
  std::vector<int16_t> block;
  Stream stream;
};

Microphone::Microphone(const ListenOptions& options)
    : state_(std::make_unique<State>(options)) {}

Microphone::~Microphone() = default;

std::span<const int16_t> Microphone::read() {
  if (!state_->stream.read(state_->block)) ++gaps_;
  return state_->block;
}

int64_t listen(const ListenOptions& options, const std::atomic<bool>& stop,
               const std::function<bool(std::span<const int16_t>)>& take) {
  Microphone microphone(options);
  while (!stop.load(std::memory_order_relaxed)) {
    if (!take(microphone.read())) break;
  }
  return microphone.gaps();
}

}  // namespace mote
