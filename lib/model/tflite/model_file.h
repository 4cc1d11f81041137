// Models as users keep them: .tflite files, or the C arrays that firmware
// projects make of them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "lib/model/model.h"

namespace mote {

// The bytes of the first array in C or C++ source, as `xxd -i model.tflite`
// writes it: numbers between braces after a name in brackets. Throws Error when
// there is none or a number does not fit a byte.
std::vector<uint8_t> bytes_of_c_array(const std::string& source,
                                      const std::string& where);

// A .tflite file, or source with such an array: which, its content tells.
// Throws Error as read_tflite does.
Model read_model_file(const std::filesystem::path& path);

}  // namespace mote
