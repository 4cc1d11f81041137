#include "lib/live/json_message.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "lib/base/error.h"
#include "lib/base/shallow_json.h"
#include "lib/base/text.h"
#include "lib/signal/axis_names.h"

namespace mote {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kMostAxes = 1024;

bool is_reading(const Json& value) {
  return value.is_number() || value.is_null();
}

// Those beyond float are missing too.
float reading_of(const Json& value) {
  const double number = value.is_number()
                            ? value.get<double>()
                            : std::numeric_limits<double>::quiet_NaN();
  const bool fits =
      std::abs(number) <= double{std::numeric_limits<float>::max()};
  return fits ? static_cast<float>(number)
              : std::numeric_limits<float>::quiet_NaN();
}

bool all_readings(const Json& list) {
  return !list.empty() && std::ranges::all_of(list, is_reading);
}

bool is_no_axis(const std::string& name) {
  constexpr const char* kOthers[] = {"time", "timestamp", "ts", "t",
                                     "seq",  "counter",   "id"};
  return std::ranges::find(kOthers, lower_case(name)) != std::end(kOthers);
}

// A field with its readings, one for each frame of the message.
struct Column {
  std::string name;
  std::vector<float> values;
};

void collect_columns(const Json& object, const std::string& prefix,
                     std::vector<Column>& columns) {
  for (const auto& [key, value] : object.items()) {
    if (is_no_axis(key) || columns.size() >= kMostAxes) continue;
    if (is_reading(value)) {
      columns.push_back({prefix + key, {reading_of(value)}});
    } else if (value.is_array() && all_readings(value)) {
      columns.push_back({prefix + key, {}});
      for (const Json& each : value) {
        columns.back().values.push_back(reading_of(each));
      }
    } else if (value.is_object()) {
      collect_columns(value, prefix + key + ".", columns);
    }
  }
}

std::optional<MessageReadings> of_columns(const std::vector<Column>& columns) {
  if (columns.empty()) return std::nullopt;
  const size_t frames = columns[0].values.size();
  MessageReadings readings;
  for (const Column& column : columns) {
    if (column.values.size() != frames) return std::nullopt;
    readings.axes.push_back(axis_of_title(column.name));
  }
  for (size_t frame = 0; frame < frames; ++frame) {
    for (const Column& column : columns) {
      readings.values.push_back(column.values[frame]);
    }
  }
  return readings;
}

std::optional<MessageReadings> of_rows(const Json& rows) {
  MessageReadings readings;
  readings.axes.resize(rows[0].size());
  if (readings.axes.size() > kMostAxes) return std::nullopt;
  for (const Json& row : rows) {
    if (!row.is_array() || row.size() != readings.axes.size() ||
        !all_readings(row)) {
      return std::nullopt;
    }
    for (const Json& value : row) readings.values.push_back(reading_of(value));
  }
  return readings;
}

std::optional<MessageReadings> of_objects(const Json& objects) {
  MessageReadings readings;
  for (const Json& object : objects) {
    if (!object.is_object()) return std::nullopt;
    std::vector<Column> columns;
    collect_columns(object, "", columns);
    const auto frame = of_columns(columns);
    if (!frame) return std::nullopt;
    if (readings.axes.empty()) readings.axes = frame->axes;
    if (frame->axes != readings.axes) return std::nullopt;
    readings.values.insert(readings.values.end(), frame->values.begin(),
                           frame->values.end());
  }
  return readings;
}

std::optional<MessageReadings> of_list(const Json& list) {
  if (list.empty()) return std::nullopt;
  if (list[0].is_array()) return of_rows(list);
  if (list[0].is_object()) return of_objects(list);
  if (!all_readings(list) || list.size() > kMostAxes) return std::nullopt;
  MessageReadings readings;
  readings.axes.resize(list.size());
  for (const Json& value : list) readings.values.push_back(reading_of(value));
  return readings;
}

std::string text_of(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>()
                                                     : "";
}

// {values, sensors, interval_ms}.
std::optional<MessageReadings> of_acquisition(const Json& object) {
  const Json& values = object["values"];
  auto readings = of_list(values);
  if (!readings) return readings;
  const auto sensors = object.find("sensors");
  if (sensors != object.end() && sensors->is_array()) {
    std::vector<Axis> axes;
    for (const Json& sensor : *sensors) {
      if (!sensor.is_object()) return std::nullopt;
      const std::string unit = text_of(sensor, "units");
      const std::string known = known_unit(unit);
      axes.push_back({text_of(sensor, "name"), known.empty() ? unit : known});
    }
    // A plain list of one sensor's readings is a frame each.
    if (axes.size() != readings->axes.size() && axes.size() != 1) {
      return std::nullopt;
    }
    if (axes.size() == 1 && values[0].is_array() &&
        readings->axes.size() != 1) {
      return std::nullopt;
    }
    readings->axes = axes;
  }
  const auto interval = object.find("interval_ms");
  if (interval != object.end() && interval->is_number() &&
      interval->get<double>() > 1e-6) {
    readings->rate_hz = 1000 / interval->get<double>();
  }
  return readings;
}

std::optional<MessageReadings> of_object(const Json& object) {
  const auto payload = object.find("payload");
  if (payload != object.end() && payload->is_object()) {
    return of_object(*payload);
  }
  const auto values = object.find("values");
  if (values != object.end() && values->is_array()) {
    return of_acquisition(object);
  }
  std::vector<Column> columns;
  collect_columns(object, "", columns);
  return of_columns(columns);
}

}  // namespace

std::optional<MessageReadings> read_json_message(std::string_view text) {
  Json document;
  try {
    document = parse_shallow_json<Json>(text, "a message");
  } catch (const Error&) {
    return std::nullopt;  // nested too deep
  }
  if (document.is_discarded()) return std::nullopt;
  if (document.is_array()) return of_list(document);
  if (document.is_object()) return of_object(document);
  if (!document.is_number()) return std::nullopt;
  return MessageReadings{{Axis{}}, {reading_of(document)}, 0};
}

}  // namespace mote
