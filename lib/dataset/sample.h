// What is known of one recording, image or tensor without opening it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lib/dataset/fix.h"

namespace mote {

// A labelled part of a recording, in seconds from its start.
struct TimeRange {
  double start_s = 0, end_s = 0;
  std::string label;

  bool operator==(const TimeRange&) const = default;
};

// A labelled rectangle of an image, in pixels; (x, y) is its upper left corner.
struct Box {
  std::string label;
  double x = 0, y = 0, width = 0, height = 0;

  bool operator==(const Box&) const = default;
};

struct Sample {
  std::string id;      // SHA-256 of the stored object, 64 hex digits
  std::string name;    // where it came from: "left/0a7c2a8d_nohash_0.wav"
  std::string label;   // "left"
  std::string group;   // who or what made it (speaker, device, day); never on
                       // two sides of a split; its own name when unknown
  std::string split;   // "train", "validation" or "test"; "": background that
                       // no manifest puts on a side serves every side
  std::string source;  // "recorded" or "synthetic"
  double rate_hz = 0;
  int64_t frames = 0;
  int axes = 1;
  // "audio" (opened as mono int16), "series" (a sensor's readings in time),
  // "picture" or "tensor" (one frame without time).
  std::string kind = "audio";
  std::string origin;    // the data set it came with: an Origin's name; or ""
  std::string excluded;  // why nothing is to learn from it; "": it is used
  std::map<std::string, std::string> metadata;  // "device" -> "nano33"
  std::vector<TimeRange> ranges;
  std::vector<Box> boxes;
  std::vector<Fix> fixes;  // done, in this order, whenever it is opened

  double seconds() const { return rate_hz > 0 ? frames / rate_hz : 0; }
  bool operator==(const Sample&) const = default;
};

// The label of long recordings that are not examples but background: noise to
// mix in and silence to cut from ("_background_noise_" in Speech Commands).
inline constexpr std::string_view kBackgroundLabel = "_background_noise_";

// The label of recordings that nobody has labelled yet: no examples either.
inline constexpr std::string_view kUnlabelled = "_unlabelled_";

}  // namespace mote
