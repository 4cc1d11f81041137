// Pictures as cameras send them, to red, green and blue.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace mote {

// A picture as V4L2 describes it.
struct PixelFormat {
  uint32_t code = 0;  // V4L2_PIX_FMT_*
  int width = 0, height = 0;
  int row_bytes = 0;  // from one row to the next; 0: rows follow each other
};

// The codes that can be read, the best first: YUYV, UYVY, RGB3, BGR3, MJPG,
// JPEG, GREY.
std::span<const uint32_t> known_pixel_codes();

// "YUYV" <-> its code.
std::string pixel_code_name(uint32_t code);
uint32_t pixel_code(const std::string& name);

// 1 for GREY, else 3.
int channels_of(uint32_t code);

// width x height values of 8 bits, red, green, blue or grey, row by row.
// Nothing for a picture that is cut off, damaged, or of another size.
//
// YUYV and UYVY are Y'CbCr of ITU-R BT.601 with black at 16 and white at 235,
// as V4L2 defines them unless the camera says otherwise.
std::optional<std::vector<uint8_t>> convert_picture(
    std::span<const uint8_t> bytes, const PixelFormat& format);

}  // namespace mote
