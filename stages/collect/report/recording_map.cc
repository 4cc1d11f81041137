#include "stages/collect/report/recording_map.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "lib/embedding/neighbour_embedding.h"
#include "lib/embedding/principal_components.h"
#include "stages/collect/checks/comparison.h"

namespace mote {
namespace {

constexpr size_t kComponents = 50;
constexpr double kPerplexity = 30;
constexpr size_t kComparedNeighbours = 10;

// Names of the samples that may have another label.
std::set<std::string> suspects(const Evidence& evidence, const Run& run) {
  std::set<std::string> names;
  for (const Finding& finding : find_mislabels(evidence, run)) {
    names.insert(finding.samples.begin(), finding.samples.end());
  }
  return names;
}

Plane first_two(const std::vector<float>& rows, size_t count, size_t points) {
  Plane plane{std::vector<float>(points), std::vector<float>(points)};
  for (size_t i = 0; i < points; ++i) {
    if (count > 0) plane.x[i] = rows[i * count];
    if (count > 1) plane.y[i] = rows[i * count + 1];
  }
  return plane;
}

// Values beyond what a float holds say nothing of likeness.
Evidence with_finite_features(const Evidence& given) {
  Evidence evidence{given.dataset, given.wanted, {}};
  for (const Measurement& measured : given.measurements) {
    Measurement& kept = evidence.measurements.emplace_back();
    const auto finite = [](float value) { return std::isfinite(value); };
    if (!std::ranges::all_of(measured.features, finite)) continue;
    kept.features = measured.features;
  }
  return evidence;
}

RecordingMap map_of(const Points& points, const Run& run) {
  RecordingMap map;
  map.dimensions = points.dimensions;
  const auto components =
      principal_components(points.rows, points.dimensions, kComponents, run);
  std::vector<float> rows = project(components, points.rows);
  const size_t n = points.size(), count = components.count();
  const Plane flat = first_two(rows, count, n);
  for (size_t k = 0; k < std::min<size_t>(count, 2); ++k) {
    map.shares[k] = components.variances[k] / components.total_variance;
  }
  if (count == 0) rows.assign(n, 0);  // all are alike
  const double perplexity =
      std::min(kPerplexity, std::max(1.0, static_cast<double>(n - 1) / 3));
  const auto neighbours = nearest_neighbours(
      rows, std::max<size_t>(count, 1),
      std::max(kComparedNeighbours, static_cast<size_t>(3 * perplexity)), run);
  const auto embedding =
      neighbour_embedding(affinities(neighbours, perplexity, run), flat, run);
  map.divergence = embedding.divergence;
  map.neighbours_kept =
      neighbours_kept(neighbours, embedding.points, kComparedNeighbours, run);
  for (size_t i = 0; i < n; ++i) {
    map.points.push_back({points.samples[i], embedding.points.x[i],
                          embedding.points.y[i], flat.x[i], flat.y[i]});
  }
  return map;
}

}  // namespace

std::vector<RecordingMap> map_recordings(const Evidence& given,
                                         const Run& run) {
  const Evidence evidence = with_finite_features(given);
  const auto doubtful = suspects(evidence, run);
  std::vector<RecordingMap> maps;
  for (const Points& points : comparable(evidence, kFewestMapped)) {
    RecordingMap map = map_of(points, run);
    map.kind = evidence.samples()[points.samples[0]].kind;
    for (MappedRecording& one : map.points) {
      one.suspect = doubtful.contains(evidence.samples()[one.sample].name);
    }
    maps.push_back(std::move(map));
  }
  std::ranges::stable_sort(maps, std::greater<>(),
                           [](const auto& map) { return map.points.size(); });
  return maps;
}

}  // namespace mote
