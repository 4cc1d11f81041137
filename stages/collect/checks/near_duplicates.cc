// One recording twice, changed a little: louder, shifted, with noise, in
// another format. Neighbours by features are compared by what is loud where,
// and those alike by their values.
#include <algorithm>
#include <set>

#include "lib/base/threads.h"
#include "stages/collect/checks/check.h"
#include "stages/collect/checks/comparison.h"
#include "stages/collect/checks/likeness.h"
#include "stages/collect/checks/mending.h"
#include "stages/collect/checks/spectrum.h"

namespace mote {
namespace {

constexpr size_t kNeighbours = 6;
constexpr size_t kFewestFrames = 32;     // of readings that are compared
constexpr size_t kMostColumns = 625;     // of a picture: 10 s
constexpr size_t kMostValues = 160'000;  // of a waveform: 10 s at 16 kHz
constexpr double kAlikePictures = 0.9;
constexpr double kAlikeSounds = 0.9;  // one vowel said twice reaches 0.83
constexpr double kAlikeReadings = 0.98;

std::span<const float> first_part(const std::vector<float>& values,
                                  size_t most) {
  return std::span(values).first(std::min(values.size(), most));
}

std::vector<float> values_of(const Dataset& dataset, const Sample& sample) {
  return std::get<std::vector<float>>(as_float(dataset.signal(sample)).samples);
}

bool same_sound(const Evidence& evidence, size_t i, size_t j) {
  const Sample &a = evidence.samples()[i], &b = evidence.samples()[j];
  if (a.rate_hz != b.rate_hz) return false;
  const auto rows = size_t{kPictureRows};
  const auto picture_a =
      first_part(evidence.measurements[i].picture, kMostColumns * rows);
  const auto picture_b =
      first_part(evidence.measurements[j].picture, kMostColumns * rows);
  const int most = static_cast<int>(picture_a.size() / rows / 4);
  const Alignment coarse = align(picture_a, picture_b, rows, -most, most);
  if (coarse.likeness < kAlikePictures) return false;
  const auto hop = static_cast<int>(hop_of(a.rate_hz));
  const auto values_a = values_of(evidence.dataset, a);
  const auto values_b = values_of(evidence.dataset, b);
  return align(first_part(values_a, kMostValues),
               first_part(values_b, kMostValues), 1,
               (coarse.lag - 1) * hop - hop / 2,
               (coarse.lag + 1) * hop + hop / 2)
             .likeness >= kAlikeSounds;
}

bool same_readings(const Evidence& evidence, size_t i, size_t j) {
  const Sample &a = evidence.samples()[i], &b = evidence.samples()[j];
  if (a.axes != b.axes || a.frames < int64_t{kFewestFrames}) return false;
  const auto axes = static_cast<size_t>(a.axes);
  const auto values_a = values_of(evidence.dataset, a);
  const auto values_b = values_of(evidence.dataset, b);
  const auto most = static_cast<int>(std::min<int64_t>(a.frames / 10, 64));
  return align(first_part(values_a, kMostValues / axes * axes),
               first_part(values_b, kMostValues / axes * axes), axes, -most,
               most)
             .likeness >= kAlikeReadings;
}

bool same(const Evidence& evidence, size_t i, size_t j) {
  const std::string& kind = evidence.samples()[i].kind;
  if (kind == "audio") return same_sound(evidence, i, j);
  return kind == "series" && same_readings(evidence, i, j);
}

using Pair = std::pair<size_t, size_t>;  // the first is kept

// Of two, what is tested on is kept.
Pair ordered(const Evidence& evidence, size_t i, size_t j) {
  const bool trains = evidence.samples()[i].split == "train";
  const bool other = evidence.samples()[j].split == "train";
  if (trains != other) return trains ? Pair{j, i} : Pair{i, j};
  return {std::min(i, j), std::max(i, j)};
}

std::set<Pair> pairs_of(const Evidence& evidence, const Points& points,
                        const Run& run) {
  const auto neighbours = nearest(points, kNeighbours, run);
  std::vector<std::vector<Pair>> found(points.size());
  parallel_for(points.size(), run.threads, [&](size_t row) {
    run.throw_if_stopped();
    for (const Neighbour& near : neighbours[row]) {
      const size_t i = points.samples[row], j = points.samples[near.row];
      const auto back = neighbours[near.row];
      const bool seen_there = std::ranges::any_of(
          back, [&](const Neighbour& one) { return one.row == row; });
      if (near.row < row && seen_there) continue;
      if (same(evidence, i, j)) {
        found[row].push_back(ordered(evidence, i, j));
      }
    }
  });
  std::set<Pair> pairs;
  for (const auto& some : found) pairs.insert(some.begin(), some.end());
  return pairs;
}

bool on_two_sides(const Sample& a, const Sample& b) {
  return !a.split.empty() && !b.split.empty() && a.split != b.split;
}

}  // namespace

Findings find_near_duplicates(const Evidence& evidence, const Run& run) {
  Findings findings;
  for (const Points& points : comparable(evidence, 2)) {
    for (const auto& [kept, again] : pairs_of(evidence, points, run)) {
      const Sample& a = evidence.samples()[kept];
      const Sample& b = evidence.samples()[again];
      const bool leak = on_two_sides(a, b);
      const bool equal = evidence.measurements[kept].content ==
                         evidence.measurements[again].content;
      if (equal && !leak) continue;
      Finding found =
          finding(evidence, leak ? "leak" : "near_duplicate",
                  b.name + " is " + a.name + " again" +
                      (equal ? "" : ", changed a little") +
                      (leak ? ", on another side of the split" : ""),
                  {again, kept}, {Mending::Kind::kExclude, "again " + a.name});
      found.mending.ids = {b.id};
      found.advice = !leak;
      findings.push_back(std::move(found));
    }
  }
  return findings;
}

}  // namespace mote
