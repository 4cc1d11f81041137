// Arrays of numbers as NumPy and HDF5 keep them, and what they mean as
// signals.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "stages/collect/importers/importer.h"

namespace mote {

// How a number lies in memory.
struct Element {
  char kind = 'f';  // 'i', 'u', 'f' (floating point), 'b' (truth value)
  size_t size_bytes = 4;
  bool big_endian = false;
  size_t offset = 0;  // in its record
  std::string name;   // of a field of a record; "real", "imag"
};

// Row-major. Every place holds a record of one element or more.
struct Array {
  std::string name;  // in its file: "data", "/session/frame"
  std::vector<size_t> shape;
  std::vector<Element> elements;
  size_t record_bytes = 4;
  std::span<const uint8_t> bytes;

  size_t places() const;
};

// Texts of a file: names of channels, labels.
struct TextArray {
  std::string name;
  std::vector<std::string> texts;
};

struct ArrayFile {
  std::vector<Array> arrays;
  std::vector<TextArray> texts;
};

// The most arrays and places that are taken seriously.
inline constexpr size_t kMostPlaces = size_t{1} << 31;

// The places that a shape promises, checked against overflow. Throws Error.
size_t checked_places(const std::vector<size_t>& shape,
                      const std::string& where);

// The largest array of numbers as signals:
//   [frames], [frames, axes]            readings (of [axes, frames] too, where
//                                       there are 16 axes or fewer and at
//                                       least 64 frames)
//   [frames, ..., axes]                 frames of a shape; the last dimension
//                                       is axes where it is 4 or less, or a
//                                       record's fields
//   [height, width, 1 or 3] of bytes    a picture
// An array "y", "label(s)" or "target(s)" with as many entries as the first
// dimension has makes each of these a sample with a label. "rate", "fs",
// "sampling_rate" give the rate, "channels" the names of axes, else options.
// Throws Error for content without an array of numbers, and for infinite
// values.
FileContent read_arrays(const ArrayFile& arrays, const ImportedFile& file,
                        const ReadOptions& options, std::string format);

// The numbers of one element of a record, as doubles.
std::vector<double> numbers_of(const Array& array, const Element& element);

}  // namespace mote
