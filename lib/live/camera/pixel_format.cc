#include "lib/live/camera/pixel_format.h"

#include <linux/videodev2.h>

#include <algorithm>
#include <cmath>

#include "lib/base/error.h"
#include "lib/signal/picture.h"

namespace mote {
namespace {

using Bytes = std::span<const uint8_t>;

constexpr uint32_t kCodes[] = {V4L2_PIX_FMT_YUYV,  V4L2_PIX_FMT_UYVY,
                               V4L2_PIX_FMT_RGB24, V4L2_PIX_FMT_BGR24,
                               V4L2_PIX_FMT_MJPEG, V4L2_PIX_FMT_JPEG,
                               V4L2_PIX_FMT_GREY};

uint8_t clamped(double value) {
  return static_cast<uint8_t>(std::lround(std::clamp(value, 0.0, 255.0)));
}

// ITU-R BT.601-7, 2.5: luma has 219 steps, a colour difference 224.
void put_colour(int y, int cb, int cr, uint8_t* rgb) {
  constexpr double kRed = 0.299, kGreen = 0.587, kBlue = 0.114;
  const double luma = (y - 16) * 255 / 219.0;
  const double blue = (cb - 128) * 255 / 224.0 * 2 * (1 - kBlue);
  const double red = (cr - 128) * 255 / 224.0 * 2 * (1 - kRed);
  rgb[0] = clamped(luma + red);
  rgb[1] = clamped(luma - (kBlue * blue + kRed * red) / kGreen);
  rgb[2] = clamped(luma + blue);
}

// Two pixels in four bytes; luma lies at `luma` and two behind it.
void put_pairs(Bytes row, int luma, uint8_t* rgb) {
  const size_t y = static_cast<size_t>(luma), cb = 1 - y;
  for (size_t at = 0; at < row.size(); at += 4, rgb += 6) {
    put_colour(row[at + y], row[at + cb], row[at + cb + 2], rgb);
    put_colour(row[at + y + 2], row[at + cb], row[at + cb + 2], rgb + 3);
  }
}

void put_row(Bytes row, uint32_t code, uint8_t* to) {
  switch (code) {
    case V4L2_PIX_FMT_YUYV:
      return put_pairs(row, 0, to);
    case V4L2_PIX_FMT_UYVY:
      return put_pairs(row, 1, to);
    case V4L2_PIX_FMT_BGR24:
      for (size_t at = 0; at < row.size(); at += 3) {
        to[at] = row[at + 2], to[at + 1] = row[at + 1], to[at + 2] = row[at];
      }
      return;
    default:
      std::ranges::copy(row, to);
  }
}

int pixel_bytes(uint32_t code) {
  return code == V4L2_PIX_FMT_GREY                                ? 1
         : code == V4L2_PIX_FMT_YUYV || code == V4L2_PIX_FMT_UYVY ? 2
                                                                  : 3;
}

bool is_jpeg(uint32_t code) {
  return code == V4L2_PIX_FMT_MJPEG || code == V4L2_PIX_FMT_JPEG;
}

std::optional<std::vector<uint8_t>> decode_jpeg(Bytes bytes,
                                                const PixelFormat& format) {
  // Some cameras send whole buffers, with zeros behind the picture.
  while (!bytes.empty() && bytes.back() == 0) {
    bytes = bytes.first(bytes.size() - 1);
  }
  try {
    const PictureFacts facts = picture_facts(bytes, "a picture");
    if (facts.format != "JPEG" || facts.width != format.width ||
        facts.height != format.height) {
      return std::nullopt;
    }
    auto values = std::get<std::vector<uint8_t>>(
        decode_picture(bytes, "a picture").samples);
    if (facts.channels == 3) return values;
    std::vector<uint8_t> colours;
    for (uint8_t value : values) colours.insert(colours.end(), 3, value);
    return colours;
  } catch (const Error&) {
    return std::nullopt;
  }
}

}  // namespace

std::span<const uint32_t> known_pixel_codes() { return kCodes; }

std::string pixel_code_name(uint32_t code) {
  std::string name;
  for (int shift = 0; shift < 32; shift += 8) {
    const auto c = static_cast<char>(code >> shift & 0x7F);
    name += c > ' ' && c < 0x7F ? c : ' ';
  }
  while (!name.empty() && name.back() == ' ') name.pop_back();
  return name;
}

uint32_t pixel_code(const std::string& name) {
  std::string known;
  for (uint32_t code : kCodes) {
    if (pixel_code_name(code) == name) return code;
    known += (known.empty() ? "" : ", ") + pixel_code_name(code);
  }
  throw UsageError("there is no format '" + name + "'", "--from",
                   "There are: " + known);
}

int channels_of(uint32_t code) { return code == V4L2_PIX_FMT_GREY ? 1 : 3; }

std::optional<std::vector<uint8_t>> convert_picture(Bytes bytes,
                                                    const PixelFormat& format) {
  if (is_jpeg(format.code)) return decode_jpeg(bytes, format);
  const auto width = static_cast<size_t>(format.width);
  const auto height = static_cast<size_t>(format.height);
  const size_t used = width * static_cast<size_t>(pixel_bytes(format.code));
  const size_t step =
      format.row_bytes > 0 ? static_cast<size_t>(format.row_bytes) : used;
  const bool pairs = pixel_bytes(format.code) == 2;
  if (width == 0 || height == 0 || step < used || (pairs && width % 2 != 0) ||
      bytes.size() < step * (height - 1) + used) {
    return std::nullopt;
  }
  const size_t row_values =
      width * static_cast<size_t>(channels_of(format.code));
  std::vector<uint8_t> values(row_values * height);
  for (size_t row = 0; row < height; ++row) {
    put_row(bytes.subspan(row * step, used), format.code,
            values.data() + row * row_values);
  }
  return values;
}

}  // namespace mote
