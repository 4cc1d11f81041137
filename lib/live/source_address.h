// What stands behind a source's colon: an address and settings.
#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>

namespace mote {

// "broker.local/kitchen/imu?user=anna&qos=0": the part before '?', and the
// settings behind it. "%3F" and the like stand for characters that mean
// something else here.
struct SourceAddress {
  std::string place;
  std::map<std::string, std::string> settings;

  // The setting, else `otherwise`.
  std::string text(const std::string& key,
                   const std::string& otherwise = "") const;
  // Throws UsageError for what is no number from `lowest` to `highest`.
  double number(const std::string& key, double otherwise, double lowest,
                double highest) const;
};

// known: the settings that the source has. Throws UsageError, naming them, for
// others.
SourceAddress parse_source_address(std::string_view text,
                                   std::initializer_list<const char*> known);

}  // namespace mote
