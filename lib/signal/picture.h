// Pictures from files: JPEG, PNG, and PPM, PGM (binary).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "lib/signal/signal.h"

namespace mote {

// What a picture's header says.
struct PictureFacts {
  std::string format;  // "JPEG", "PNG", "PPM"
  int width = 0, height = 0;
  int channels = 0;  // 1: grey, 3: red, green, blue
};

// By the first bytes.
bool is_picture(std::span<const uint8_t> file);

// Reads the header. Throws Error, with `name` as its where, for what is no
// picture of one of these formats or has more than 64 million pixels.
PictureFacts picture_facts(std::span<const uint8_t> file,
                           const std::string& name);

// One frame of {height, width}, uint8, axes red, green, blue or grey;
// transparency is laid over black. Throws Error as picture_facts() does and
// for damaged pictures.
Signal decode_picture(std::span<const uint8_t> file, const std::string& name);

// A frame of {height, width}, uint8 with three axes or one, as a PNG file: what
// decode_picture() gives back, bit for bit. Throws Error for other signals.
std::vector<uint8_t> encode_png(const Signal& picture);

}  // namespace mote
