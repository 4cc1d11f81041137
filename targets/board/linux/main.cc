// Listens to standard input: 16-bit samples at kRateHz, frame by frame, as
// recorders give them, and prints a line a detection. A microphone with ALSA:
//   arecord -q -t raw -f S16_LE -c 1 -r 16000 | ./listen
#include <stdio.h>

#include "application.h"
#include "device/detect/score_map.h"

namespace {

using mote::application::detector;
using mote::application::kFrameSamples;
using mote::application::kLabels;
using mote::application::kRateHz;
using mote::detect::Detection;

void Print(const Detection& detection) {
  printf("%8.2f s  %-16s %.2f\n",
         static_cast<double>(detection.sample) / (kRateHz * kFrameSamples),
         kLabels[detection.label],
         static_cast<double>(detection.score) / mote::detect::kScoreOne);
  fflush(stdout);
}

void Hear(const int16_t* samples, int32_t count) {
  while (count > 0) {
    Detection detection;
    bool detected = false;
    const int32_t taken = detector.Push(samples, count, &detection, &detected);
    if (detected) Print(detection);
    samples += taken;
    count -= taken;
  }
}

}  // namespace

int main() {
  detector.Reset();
  int16_t block[mote::application::kBlockSamples];
  while (size_t count = fread(block, sizeof(int16_t),
                              mote::application::kBlockSamples, stdin)) {
    Hear(block, static_cast<int32_t>(count));
  }
  return 0;
}
