// A thermal camera of 24 x 32 pixels over 110 x 75 degrees (as Melexis'
// MLX90640 has them) that looks at a person a few metres away.
//
// A body is a head and a trunk, ellipses whose surfaces have the temperatures
// that cameras see: skin 33 to 35 deg C, clothes half way between skin and the
// room. A pixel sees the mean of what is within it, its edges blurred by the
// lens (a Gaussian of 0.6 pixels); it errs by a noise of 0.15 K and an offset
// of its own of up to 0.5 K.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "stages/collect/synthesize/sensors/models.h"
#include "stages/collect/synthesize/sensors/random.h"

namespace mote {
namespace {

constexpr int kRows = 24, kColumns = 32;
constexpr double kRate_hz = 4, kSeconds = 2;
constexpr double kNoise_k = 0.15, kOffset_k = 0.5, kBlur_pixels = 0.6;

struct Room {
  double celsius, gradient_k;  // from top to bottom it is colder
};

struct Blob {
  double row, column, height, width, celsius;  // half axes
};

Room room_of(const Scene& scene) {
  Random own(scene.individual_seed("room"));
  return {own.between(17, 27), own.between(0.2, 1.5)};
}

// Head and trunk of someone `size` pixels tall at a column.
std::vector<Blob> body(const std::string& posture, double size, double column,
                       double skin, double clothes) {
  const double head = 0.07 * size;
  if (posture == "lying") {
    const double row = kRows - 4;
    return {{row, column - 0.42 * size, head, 1.2 * head, skin},
            {row, column + 0.1 * size, 0.11 * size, 0.4 * size, clothes}};
  }
  const double tall = posture == "sitting" ? 0.65 * size : size;
  const double top = kRows - 2 - tall;
  return {{top + head, column, 1.2 * head, head, skin},
          {top + 2.2 * head + 0.42 * tall, column, 0.42 * tall, 0.13 * size,
           clothes}};
}

// How much of a pixel a blob covers: 1 inside, falling over the blur.
double coverage(const Blob& blob, double row, double column) {
  const double y = (row - blob.row) / blob.height;
  const double x = (column - blob.column) / blob.width;
  const double radius = std::hypot(x, y);
  const double outside_pixels =
      (radius - 1) * std::min(blob.height, blob.width);
  return 0.5 * std::erfc(outside_pixels / (kBlur_pixels * std::sqrt(2.0)));
}

std::vector<Blob> people(const Scene& scene, const Room& room) {
  if (scene.label == "empty") return {};
  Random own(scene.individual_seed("body"));
  Random today(scene.take_seed("body"));
  const double skin = own.between(33, 35);
  const double clothes = (skin + room.celsius) / 2 + own.between(-1, 1);
  const double size = own.between(15, 20) * today.between(0.9, 1.05);
  return body(scene.label, size, today.between(11, kColumns - 12), skin,
              clothes);
}

Synthesized make(const Scene& scene) {
  const Room room = room_of(scene);
  std::vector<Blob> blobs = people(scene, room);
  const uint64_t offsets = scene.individual_seed("pixels");
  Random random(scene.take_seed("pixels"));
  std::vector<float> values;
  for (int t = 0; t < static_cast<int>(kRate_hz * kSeconds); ++t) {
    for (Blob& blob : blobs) blob.column += 0.05 * random.normal();
    for (int row = 0; row < kRows; ++row) {
      for (int column = 0; column < kColumns; ++column) {
        const auto pixel = static_cast<uint64_t>(row * kColumns + column);
        double celsius =
            room.celsius + room.gradient_k * (0.5 - row / (kRows - 1.0));
        for (const Blob& blob : blobs) {
          celsius += coverage(blob, row, column) * (blob.celsius - celsius);
        }
        celsius +=
            Random(mix64(offsets, pixel)).between(-kOffset_k, kOffset_k) +
            kNoise_k * random.normal();
        values.push_back(static_cast<float>(celsius));
      }
    }
  }
  Synthesized made;
  made.signal = {kRate_hz,
                 {{"temperature", "deg C"}},
                 std::move(values),
                 {kRows, kColumns}};
  made.facts = {{"room_celsius", fmt::format("{:.2f}", room.celsius)}};
  return made;
}

}  // namespace

SensorModel thermal_model() {
  return {"thermal",
          "house",
          {{"empty", "nobody"},
           {"standing", "someone stands"},
           {"sitting", "someone sits"},
           {"lying", "someone lies on the floor"}},
          kRate_hz,
          kSeconds,
          {{"temperature", "deg C"}},
          {kRows, kColumns},
          make};
}

}  // namespace mote
