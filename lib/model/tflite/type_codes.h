// TensorType numbers of the .tflite schema.
#pragma once

#include <cstdint>
#include <utility>

#include "lib/model/model.h"

namespace mote::tflite {

inline constexpr std::pair<Type, int8_t> kTypeCodes[] = {
    {Type::kFloat32, 0}, {Type::kInt32, 2},   {Type::kUint8, 3},
    {Type::kInt64, 4},   {Type::kBool, 6},    {Type::kInt16, 7},
    {Type::kInt8, 9},    {Type::kUint64, 12}, {Type::kResource, 13},
    {Type::kUint32, 15}, {Type::kUint16, 16},
};

// Weights of 4 bits, which are read as int8.
inline constexpr int8_t kInt4Code = 17;

// Codes from here on are written to OperatorCode.builtin_code alone; the
// older byte field then holds this number.
inline constexpr int kFirstWideOperatorCode = 127;

}  // namespace mote::tflite
