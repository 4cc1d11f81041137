// Reads and writes the member that a Field describes.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace mote {

struct Field;
struct SettingValue;

// Sets the field of the struct at `settings`. Throws Error, where = that of
// the value, when the value does not fit.
void set_field(const Field& field, void* settings, const SettingValue& value);

nlohmann::json field_json(const Field& field, const void* settings);

}  // namespace mote
