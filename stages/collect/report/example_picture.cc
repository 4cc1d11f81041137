#include "stages/collect/report/example_picture.h"

#include <algorithm>
#include <cmath>

#include "lib/report/image_canvas.h"
#include "stages/collect/checks/spectrum.h"

namespace mote {
namespace {

constexpr int kWidth = 320, kHeight = 200, kWaveHeight = 56;
constexpr double kRangeDb = 70;
constexpr size_t kMostCurves = 12;
constexpr size_t kMostSeconds = 10;
constexpr Colour kWave = {49, 104, 142};

using Values = std::vector<float>;

// Of the values that fall on each column of pixels, the lowest and highest.
struct Span {
  float low = INFINITY, high = -INFINITY;
};

std::vector<Span> spans_of(const Values& values, size_t first, size_t step,
                           int columns) {
  std::vector<Span> spans(static_cast<size_t>(columns));
  const size_t count = (values.size() - first + step - 1) / step;
  for (size_t i = 0; i < count; ++i) {
    const float value = values[first + i * step];
    if (!std::isfinite(value)) continue;
    Span& span = spans[i * spans.size() / count];
    span.low = std::min(span.low, value);
    span.high = std::max(span.high, value);
  }
  return spans;
}

void draw_wave(const Values& values, Image& image) {
  const auto spans = spans_of(values, 0, 1, kWidth);
  for (int x = 0; x < kWidth; ++x) {
    const Span& span = spans[static_cast<size_t>(x)];
    if (!(span.low <= span.high)) continue;
    const auto row = [](float value) {
      const float share = std::clamp(value / 32768, -1.0F, 1.0F);
      return static_cast<int>((1 - share) * (kWaveHeight - 1) / 2);
    };
    image.fill(x, row(span.high), 1, row(span.low) - row(span.high) + 1, kWave);
  }
}

void draw_spectra(const Spectrogram& spectra, Image& image) {
  float loudest = 1;
  for (const float power : spectra.power) loudest = std::max(loudest, power);
  constexpr int kRows = kHeight - kWaveHeight;
  for (int x = 0; x < kWidth; ++x) {
    const size_t column = static_cast<size_t>(x) * spectra.columns() / kWidth;
    for (int y = 0; y < kRows; ++y) {
      const size_t bin =
          static_cast<size_t>(kRows - 1 - y) * spectra.bins / kRows;
      const double below =
          10 * std::log10((spectra.column(column)[bin] + 1e-3) / loudest);
      image.set(x, kWaveHeight + y, heat_colour(1 + below / kRangeDb));
    }
  }
}

Image picture_of_sound(const Signal& signal, Values values) {
  values.resize(std::min(values.size(),
                         static_cast<size_t>(signal.rate_hz) * kMostSeconds));
  Image image(kWidth, kHeight);
  draw_wave(values, image);
  const Spectrogram spectra = spectrogram(values, signal.rate_hz, 4096);
  if (spectra.columns() > 0) draw_spectra(spectra, image);
  return image;
}

Image picture_of_readings(const Signal& signal, const Values& values) {
  const size_t axes = signal.axis_count();
  const size_t shown = std::min(axes, kMostCurves);
  std::vector<std::vector<Span>> curves;
  Span all;
  for (size_t a = 0; a < shown; ++a) {
    curves.push_back(spans_of(values, a, axes, kWidth));
    for (const Span& span : curves.back()) {
      all.low = std::min(all.low, span.low);
      all.high = std::max(all.high, span.high);
    }
  }
  const float range = std::max(all.high - all.low, 1e-30F);
  ImageCanvas canvas(kWidth, kHeight);
  for (size_t a = 0; a < shown; ++a) {
    std::vector<Place> places;
    for (size_t x = 0; x < curves[a].size(); ++x) {
      for (const float value : {curves[a][x].low, curves[a][x].high}) {
        if (!std::isfinite(value)) continue;
        const double share = (value - all.low) / range;
        places.push_back(
            {static_cast<double>(x) + 0.5, 4 + (1 - share) * (kHeight - 8)});
      }
    }
    canvas.line(places, palette_ink(a), 1.4);
  }
  return canvas.image();
}

// A grid's height and width.
struct Grid {
  size_t rows, columns;
};

Grid grid_of(const Signal& signal) {
  const size_t places = signal.place_count();
  const size_t columns = signal.frame_shape.size() < 2
                             ? places
                             : static_cast<size_t>(signal.frame_shape.back());
  return {places / columns, columns};
}

// Pixels of `side` by `side` for every place, from colour(place).
template <class ColourOf>
Image picture_of_grid(const Grid& grid, ColourOf colour) {
  const double scale = std::min(double{kWidth} / double(grid.columns),
                                1.2 * double{kHeight} / double(grid.rows));
  const auto pixels = [&](size_t count) {
    return std::max(1, static_cast<int>(std::lround(double(count) * scale)));
  };
  Image image(pixels(grid.columns), pixels(grid.rows));
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) {
      const size_t row = size_t(y) * grid.rows / size_t(image.height());
      const size_t column = size_t(x) * grid.columns / size_t(image.width());
      image.set(x, y, colour(row * grid.columns + column));
    }
  }
  return image;
}

uint8_t byte_of(float value) {
  return static_cast<uint8_t>(std::clamp(value, 0.0F, 255.0F));
}

Image picture_of_frame(const Signal& signal, const Values& values) {
  const size_t axes = signal.axis_count(), places = signal.place_count();
  const size_t frame = signal.frame_count() / 2;
  const float* first = &values[frame * places * axes];
  if (std::holds_alternative<std::vector<uint8_t>>(signal.samples)) {
    return picture_of_grid(grid_of(signal), [&](size_t place) {
      const float* at = first + place * axes;
      const size_t more = axes >= 3 ? 1 : 0;
      return Colour{byte_of(at[0]), byte_of(at[more]), byte_of(at[2 * more])};
    });
  }
  Span all;
  for (size_t i = 0; i < places * axes; i += axes) {
    if (!std::isfinite(first[i])) continue;
    all.low = std::min(all.low, first[i]);
    all.high = std::max(all.high, first[i]);
  }
  const float range = std::max(all.high - all.low, 1e-30F);
  return picture_of_grid(grid_of(signal), [&](size_t place) {
    const float share = (first[place * axes] - all.low) / range;
    return heat_colour(std::isfinite(share) ? share : 0);
  });
}

}  // namespace

std::vector<uint8_t> example_picture(const Signal& signal,
                                     const Sample& sample) {
  const Values values = std::get<Values>(as_float(signal).samples);
  if (values.empty()) return Image(kWidth, kHeight).png();
  if (sample.kind == "audio") return picture_of_sound(signal, values).png();
  if (signal.place_count() > 1) return picture_of_frame(signal, values).png();
  return picture_of_readings(signal, values).png();
}

}  // namespace mote
