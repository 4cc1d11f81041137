// JSON of strangers. Copies and dumps of nlohmann's values recurse with their
// nesting, so that a few hundred kB of '[' would end the program.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "lib/base/error.h"

namespace mote {

// Of {payload: {values: [[1, ...]]}}, with a little more for other fields.
inline constexpr int kDeepestJson = 8;

// The value of `text`, discarded (is_discarded()) where it is no JSON. Throws
// Error, with `where` as its where, when more than kDeepestJson lists and
// objects lie in each other.
template <class Json = nlohmann::json>
Json parse_shallow_json(std::string_view text, const std::string& where) {
  using Event = typename Json::parse_event_t;
  // `depth`: how many are around.
  const auto check = [&](int depth, Event event, Json&) {
    const bool opens =
        event == Event::object_start || event == Event::array_start;
    if (!opens || depth < kDeepestJson) return true;
    throw Error("it is nested too deep", where,
                "At most " + std::to_string(kDeepestJson) +
                    " lists and objects may lie in each other.");
  };
  return Json::parse(text, check, false);
}

}  // namespace mote
