// Times as the store and the formats write them: ISO 8601, UTC, in seconds.
#pragma once

#include <ctime>
#include <string>

namespace mote {

std::string utc_text(std::time_t seconds);  // "2026-11-22T15:04:05Z"
std::string utc_now();

}  // namespace mote
