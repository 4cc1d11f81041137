// usage: bench_embedding ROWS DIMENSIONS OUT [THREADS]
//
// ROWS: a file of float32, DIMENSIONS a point. Lays the points out as mote
// collect map does and writes their places (float32 pairs) to OUT. Prints, as
// JSON, seconds of each step and the divergence; embedding.py compares.
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <cstring>

#include "lib/base/file.h"
#include "lib/embedding/neighbour_embedding.h"
#include "lib/embedding/principal_components.h"

namespace {

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start)
      .count();
}

}  // namespace

int main(int argc, char** argv) {
  using namespace mote;
  if (argc < 4) return 2;
  const auto bytes = read_bytes(argv[1]);
  const auto dimensions = static_cast<size_t>(std::atoi(argv[2]));
  std::vector<float> rows(bytes.size() / sizeof(float));
  std::memcpy(rows.data(), bytes.data(), rows.size() * sizeof(float));
  const Run run = quiet_run({}, argc > 4 ? std::atoi(argv[4]) : 1);
  auto start = std::chrono::steady_clock::now();
  const auto components = principal_components(rows, dimensions, 50, run);
  const auto points = project(components, rows);
  const double pca_s = seconds_since(start);
  start = std::chrono::steady_clock::now();
  const auto neighbours =
      nearest_neighbours(points, components.count(), 90, run);
  const double neighbours_s = seconds_since(start);
  start = std::chrono::steady_clock::now();
  Plane flat;
  for (size_t i = 0; i < points.size(); i += components.count()) {
    flat.x.push_back(points[i]);
    flat.y.push_back(points[i + 1]);
  }
  const auto map =
      neighbour_embedding(affinities(neighbours, 30, run), flat, run);
  const double map_s = seconds_since(start);
  std::vector<float> places;
  for (size_t i = 0; i < flat.size(); ++i) {
    places.push_back(map.points.x[i]);
    places.push_back(map.points.y[i]);
  }
  write_atomically(argv[3],
                   std::span(reinterpret_cast<const uint8_t*>(places.data()),
                             places.size() * sizeof(float)));
  fmt::print(
      "{{\"pca_s\": {:.3f}, \"neighbours_s\": {:.3f}, \"tsne_s\": {:.3f}, "
      "\"divergence\": {:.4f}}}\n",
      pca_s, neighbours_s, map_s, map.divergence);
  return 0;
}
