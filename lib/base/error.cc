#include "lib/base/error.h"

#include <utility>

namespace mote {
namespace {

std::string one_message(const std::string& what, const std::string& where,
                        const std::string& hint) {
  std::string message = where.empty() ? what : where + ": " + what;
  if (!hint.empty()) message += "\n  " + hint;
  return message;
}

}  // namespace

Error::Error(std::string what, std::string where, std::string hint)
    : std::runtime_error(one_message(what, where, hint)),
      what_(std::move(what)),
      where_(std::move(where)),
      hint_(std::move(hint)) {}

}  // namespace mote
