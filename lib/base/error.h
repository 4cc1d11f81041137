// The one error type of the host program.
#pragma once

#include <stdexcept>
#include <string>

namespace mote {

// What happened, where, and what to do about it. Thrown by libraries and
// stages; caught at the boundary of a command, a request or a test.
class Error : public std::runtime_error {
 public:
  // what: a sentence without a full stop ("not a WAV file").
  // where: a file, a file with line and column, a field or a tensor.
  // hint: what the user can do, as a sentence.
  explicit Error(std::string what, std::string where = "",
                 std::string hint = "");

  const std::string& what_happened() const { return what_; }
  const std::string& where() const { return where_; }
  const std::string& hint() const { return hint_; }

 private:
  std::string what_, where_, hint_;
};

// Wrong use of the command line: reported with exit code 2 instead of 1.
class UsageError : public Error {
 public:
  using Error::Error;
};

// The user asked to stop (Ctrl-C): nothing is wrong, nothing is half-written.
class Stopped : public Error {
 public:
  Stopped() : Error("stopped at your request") {}
};

}  // namespace mote
