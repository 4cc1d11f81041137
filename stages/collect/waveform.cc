#include "stages/collect/waveform.h"

#include <fmt/format.h>

#include <algorithm>

#include "lib/report/image.h"

namespace mote {
namespace {

constexpr int kWidth = 800, kHeight = 240, kTop = 24, kBottom = 20;
constexpr int kPlotHeight = kHeight - kTop - kBottom;
constexpr int kTicks = 4;
constexpr Colour kInk = {40, 40, 40}, kWave = {49, 104, 142};
constexpr Colour kLine = {200, 200, 200};

int row_of(int value) {
  return kTop + (32767 - value) * (kPlotHeight - 1) / 65535;
}

void draw_times(Image& image, double seconds) {
  for (int tick = 0; tick <= kTicks; ++tick) {
    const std::string text = fmt::format("{:.2f} s", seconds * tick / kTicks);
    const int x = (kWidth - 1) * tick / kTicks;
    image.fill(x, kTop, 1, kPlotHeight, kLine);
    image.text(std::min(x + 3, kWidth - text_width(text)),
               kHeight - kBottom + 6, text, kInk);
  }
}

}  // namespace

std::vector<Extent> envelope(const std::vector<int16_t>& samples, int columns) {
  std::vector<Extent> extents(static_cast<size_t>(columns));
  for (size_t c = 0; c < extents.size(); ++c) {
    const size_t begin = c * samples.size() / extents.size();
    const size_t end = std::min(
        samples.size(),
        std::max(begin + 1, (c + 1) * samples.size() / extents.size()));
    const auto [low, high] =
        std::minmax_element(samples.begin() + static_cast<ptrdiff_t>(begin),
                            samples.begin() + static_cast<ptrdiff_t>(end));
    extents[c] = {*low, *high};
  }
  return extents;
}

std::vector<uint8_t> draw_waveform(const Signal& signal,
                                   const std::string& title) {
  Image image(kWidth, kHeight);
  image.text(4, 8, title, kInk);
  draw_times(image, signal.seconds());
  image.fill(0, row_of(0), kWidth, 1, kLine);
  const auto extents = envelope(signal.int16_samples(), kWidth);
  for (int x = 0; x < kWidth; ++x) {
    const int top = row_of(extents[static_cast<size_t>(x)].high);
    const int bottom = row_of(extents[static_cast<size_t>(x)].low);
    image.fill(x, top, 1, bottom - top + 1, kWave);
  }
  return image.png();
}

}  // namespace mote
