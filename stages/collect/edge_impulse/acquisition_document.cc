#include "stages/collect/edge_impulse/acquisition_document.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "lib/base/error.h"
#include "lib/base/shallow_json.h"

namespace mote {
namespace {

using Json = nlohmann::json;

constexpr size_t kMostSensors = 1024;

// Takes the events of a parser, JSON's or CBOR's. A false answer ends it.
class Reader : public nlohmann::json_sax<Json> {
 public:
  explicit Reader(AcquisitionDocument& document) : document_(document) {}

  const std::string& problem() const { return problem_; }

  bool null() override {
    return !in_values() || refuse("a value is missing (null)");
  }
  bool boolean(bool) override {
    return !in_values() || refuse("a value is neither number nor text");
  }
  bool number_integer(number_integer_t value) override {
    return number(static_cast<double>(value));
  }
  bool number_unsigned(number_unsigned_t value) override {
    return number(static_cast<double>(value));
  }
  bool number_float(number_float_t value, const string_t&) override {
    return number(value);
  }
  bool string(string_t& value) override { return text(value); }
  bool binary(binary_t&) override {
    return !in_values() || refuse("a value is neither number nor text");
  }
  bool key(string_t& name) override {
    path_.back() = name;
    return true;
  }

  bool start_object(size_t) override {
    if (in_values()) return refuse("a value is an object");
    if (at({"payload", "values"})) return refuse("payload.values is an object");
    if (at({"payload", "sensors", "[]"})) {
      if (document_.sensors.size() == kMostSensors) {
        return refuse(
            fmt::format("there are more than {} sensors", kMostSensors));
      }
      document_.sensors.emplace_back();
    }
    return enter("");
  }
  bool end_object() override { return leave(); }

  bool start_array(size_t) override {
    if (in_values() && path_.size() > 3) return refuse("rows lie within rows");
    if (at({"payload", "values"})) document_.has_values = true;
    row_ = 0;
    return enter("[]");
  }
  bool end_array() override {
    const bool ends_row = in_values() && path_.size() == 4;
    leave();
    return !ends_row || end_row();
  }

  bool parse_error(size_t position, const std::string&,
                   const nlohmann::detail::exception&) override {
    return refuse(fmt::format("it is damaged at byte {}", position));
  }

 private:
  bool refuse(std::string problem) {
    if (problem_.empty()) problem_ = std::move(problem);
    return false;
  }

  bool enter(const char* place) {
    if (path_.size() == kDeepestJson) return refuse("it is nested too deep");
    path_.emplace_back(place);
    return true;
  }
  bool leave() {
    path_.pop_back();
    return true;
  }

  bool at(std::initializer_list<const char*> place) const {
    return std::equal(path_.begin(), path_.end(), place.begin(), place.end());
  }

  // Inside the list of values (path {payload, values, [], ...}).
  bool in_values() const {
    return path_.size() > 2 && path_[0] == "payload" && path_[1] == "values";
  }

  bool number(double value) {
    if (in_values()) return add_value(value);
    if (at({"payload", "interval_ms"})) document_.interval_ms = value;
    if (at({"protected", "iat"}) && std::abs(value) < 1e12) {
      document_.made_at_s = static_cast<int64_t>(value);
    }
    return true;
  }

  bool add_value(double value) {
    const auto single = static_cast<float>(value);
    if (!std::isfinite(single)) return refuse("a value is not a finite number");
    document_.whole_numbers = document_.whole_numbers && value >= -32768 &&
                              value <= 32767 && value == std::trunc(value);
    document_.values.push_back(single);
    const bool in_row = path_.size() == 4;
    if (in_row) return ++row_, true;
    return document_.row_length == 0 ||
           refuse("some values come in rows and some without");
  }

  bool end_row() {
    auto& length = document_.row_length;
    const size_t rows_values = document_.values.size();
    if (length == 0 && rows_values == row_) length = row_;
    if (row_ == length && row_ > 0) return true;
    return refuse(fmt::format("row {} has {} values where {} are expected",
                              length > 0 ? (rows_values - row_) / length : 0,
                              row_, length));
  }

  bool text(const std::string& value) {
    if (in_values()) return refer(value);
    if (at({"signature"})) document_.signature = value;
    if (at({"protected", "ver"})) document_.version = value;
    if (at({"protected", "alg"})) document_.algorithm = value;
    if (at({"payload", "device_name"})) document_.device_name = value;
    if (at({"payload", "device_type"})) document_.device_type = value;
    if (at({"payload", "sensors", "[]", "name"})) {
      document_.sensors.back().name = value;
    }
    if (at({"payload", "sensors", "[]", "units"})) {
      document_.sensors.back().unit = value == "N/A" ? "" : value;
    }
    return true;
  }

  bool refer(const std::string& value) {
    if (!document_.reference.empty() || !document_.values.empty()) {
      return refuse("a value is a text");
    }
    document_.reference = value;
    return true;
  }

  AcquisitionDocument& document_;
  // The names (of lists: "[]") that lead to where the parser is.
  std::vector<std::string> path_;
  size_t row_ = 0;  // values in the row so far
  std::string problem_;
};

// Counts the bytes that a parser takes, which nlohmann's does not tell.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = uint8_t;
  using difference_type = std::ptrdiff_t;
  using pointer = const uint8_t*;
  using reference = const uint8_t&;

  CountingIterator(const uint8_t* at, size_t* count) : at_(at), count_(count) {}
  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    ++at_;
    ++*count_;
    return *this;
  }
  CountingIterator operator++(int) {
    CountingIterator before = *this;
    ++*this;
    return before;
  }
  bool operator==(const CountingIterator& other) const {
    return at_ == other.at_;
  }

 private:
  const uint8_t* at_;
  size_t* count_;
};

}  // namespace

AcquisitionDocument parse_acquisition(std::span<const uint8_t> file,
                                      const std::string& name) {
  AcquisitionDocument document;
  Reader reader(document);
  size_t ignored = 0;
  const uint8_t* const end = file.data() + file.size();
  const bool is_json =
      !file.empty() && (file[0] == '{' || std::isspace(file[0]) != 0);
  const bool done =
      is_json ? Json::sax_parse(file.begin(), file.end(), &reader)
              : Json::sax_parse(
                    CountingIterator(file.data(), &document.document_bytes),
                    CountingIterator(end, &ignored), &reader,
                    Json::input_format_t::cbor, false);
  if (!done) {
    throw Error("not acquisition data that can be read: " + reader.problem(),
                name, "Send it again, or look at what writes it.");
  }
  if (is_json) document.document_bytes = file.size();
  return document;
}

}  // namespace mote
