// Effects on sound, cheap enough to be drawn anew for every clip. Samples are
// floats at the scale of int16.
#pragma once

#include <cstdint>
#include <span>

namespace mote {

// output[i] = clip at position start + i * speed, by cubic interpolation;
// zero outside the clip. speed: 0.1 to 4.
void interpolate(std::span<const int16_t> clip, double start, double speed,
                 std::span<float> output);

// Raises or lowers high frequencies: gain falls or rises smoothly from 0 Hz
// to half the rate by tilt_db in all; unity at a quarter of the rate.
void tilt(std::span<float> sound, double tilt_db);

// A small room: a few early echoes, then a dense tail that falls by 60 dB in
// `decay_samples` (M. R. Schroeder, "Natural Sounding Artificial
// Reverberation", 1962: parallel comb filters). `room` picks the delays.
// `wet`: level of the tail's input, 0 to 1.
void reverberate(std::span<float> sound, double decay_samples, double wet,
                 uint64_t room);

// The mean of the squares; 0 for no samples.
double mean_power(std::span<const float> sound);
double mean_power(std::span<const int16_t> sound);

// sound[i] += gain * noise[i]
void mix_in(std::span<float> sound, std::span<const int16_t> noise, float gain);

// Times gain, rounded to the nearest integer (even for halves), held at full
// scale. Products stay below 2^31.
void to_int16(std::span<const float> sound, float gain,
              std::span<int16_t> output);

}  // namespace mote
