// Audio files to signals and back, by libsndfile: WAV (any bit depth, float),
// AIFF, FLAC, Ogg Vorbis, Opus, MP3.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "lib/signal/signal.h"

namespace mote {

// What an audio file says of itself.
struct AudioFacts {
  double rate_hz = 0;
  int channels = 0;
  int64_t frames = 0;  // samples of one channel
  std::string format;  // "WAV, 16 bit"
};

// Reads the header and checks that the content is there. Throws Error, with
// `name` as its where, for what is not audio, holds no sample, or is shorter
// than its header says.
AudioFacts audio_facts(std::span<const uint8_t> file, const std::string& name);

// Reads it to the end, or of a long compressed recording (more than 30 s) its
// first and last seconds, to see that it can be decoded. Throws what
// audio_facts throws. Gives the facts.
AudioFacts check_audio(std::span<const uint8_t> file, const std::string& name);

// The recording as mono int16 (channels averaged, floats clipped to full
// scale) at rate_hz, resampled where needed; 0 keeps the file's rate. Throws
// what audio_facts throws.
Signal decode_audio(std::span<const uint8_t> file, double rate_hz,
                    const std::string& name);
Signal read_audio(const std::filesystem::path& file, double rate_hz = 0);

// A 16-bit PCM WAV file of an int16 signal with one axis or more.
std::vector<uint8_t> encode_wav(const Signal& signal);
void write_wav(const std::filesystem::path& file, const Signal& signal);

}  // namespace mote
