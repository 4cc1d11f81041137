#include "device/detect/score_map.h"

namespace mote {
namespace detect {
namespace {

int32_t Largest(const int8_t* values, int32_t count) {
  int32_t largest = values[0];
  for (int32_t i = 1; i < count; ++i) {
    if (values[i] > largest) largest = values[i];
  }
  return largest;
}

// exp(scale * (q - largest)) * weight as Q30: at most 2^30 an output.
uint32_t Term(const ScoreMap& map, int32_t output, int32_t below) {
  const uint64_t product =
      static_cast<uint64_t>(map.exponentials[below]) * map.weights[output];
  return static_cast<uint32_t>(product >> 15);
}

uint64_t SumOf(const ScoreMap& map, const int8_t* outputs, int32_t largest,
               int32_t label) {
  uint64_t sum = 0;
  for (int32_t o = 0; o < map.outputs; ++o) {
    if (map.groups[o] == label) sum += Term(map, o, largest - outputs[o]);
  }
  return sum;
}

// The right shift that brings `total` below 2^16, so that a group's share of
// it is a 32-bit division.
int ShiftBelow16Bits(uint64_t total) {
  int shift = 0;
  while ((total >> shift) >= 65536) ++shift;
  return shift;
}

}  // namespace

void MapScores(const ScoreMap& map, const int8_t* outputs, int32_t* scores) {
  if (map.exponentials == nullptr) {
    for (int32_t i = 0; i < map.labels; ++i) {
      scores[i] = (outputs[i] + 128) * 128;
    }
    return;
  }
  const int32_t largest = Largest(outputs, map.outputs);
  uint64_t total = 0;
  for (int32_t o = 0; o < map.outputs; ++o) {
    total += Term(map, o, largest - outputs[o]);
  }
  const int shift = ShiftBelow16Bits(total);
  const uint32_t divisor = static_cast<uint32_t>(total >> shift);
  for (int32_t label = 0; label < map.labels; ++label) {
    const uint64_t group = SumOf(map, outputs, largest, label);
    const uint32_t share = static_cast<uint32_t>(group >> shift);
    scores[label] =
        static_cast<int32_t>((share * 32768u + divisor / 2) / divisor);
  }
}

}  // namespace detect
}  // namespace mote
