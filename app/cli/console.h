// Where a command's words go: text for people or one JSON document.
#pragma once

#include <fmt/format.h>

#include <atomic>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "lib/base/error.h"
#include "lib/base/run.h"

namespace mote {

// With json, print() is silent and result() is what stdout gets; otherwise the
// other way round. Progress always goes to stderr.
class Console {
 public:
  Console(bool json, const std::atomic<bool>& stop);
  ~Console();

  bool json() const { return json_; }
  const std::atomic<bool>& stop() const { return stop_; }
  Progress& progress() { return *progress_; }
  // What a stage gets of the outside, on so many threads (0: all cores).
  Run run(int threads);

  template <class... Values>
  void print(fmt::format_string<Values...> format, Values&&... values) {
    print_line(fmt::format(format, std::forward<Values>(values)...));
  }
  // The one JSON document of a command; call once.
  void result(const nlohmann::json& document);
  // With json, one more line of those that a command prints as things happen,
  // before its result.
  void event(const nlohmann::json& document);
  // Of a document too long to hold, instead: its text, piece by piece.
  void result_piece(std::string_view text);
  void error(const Error& error);
  // The same, of a command that has a result all the same: its document gets
  // the key "error".
  void error(const Error& error, nlohmann::json document);

 private:
  void print_line(const std::string& line);
  void print_json(const nlohmann::json& document, int indent);

  bool json_;
  const std::atomic<bool>& stop_;
  std::unique_ptr<Progress> progress_;
};

}  // namespace mote
