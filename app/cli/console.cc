#include "app/cli/console.h"

#include <unistd.h>

#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/progress.h"
#include "lib/base/threads.h"

namespace mote {

Console::Console(bool json, const std::atomic<bool>& stop)
    : json_(json), stop_(stop) {
  if (::isatty(STDERR_FILENO) != 0) {
    progress_ = std::make_unique<ProgressBar>(stderr);
  } else {
    progress_ = std::make_unique<ProgressLines>(stderr);
  }
}

Console::~Console() = default;

Run Console::run(int threads) {
  return {
      *progress_, stop_, {}, 1, threads > 0 ? threads : available_threads()};
}

void Console::print_line(const std::string& line) {
  if (json_) return;
  progress_->update("", 0, 0, "");
  std::fwrite(line.data(), 1, line.size(), stdout);
  std::fputc('\n', stdout);
  std::fflush(stdout);
}

void Console::print_json(const nlohmann::json& document, int indent) {
  if (!json_) return;
  const std::string text = document.dump(
      indent, ' ', false, nlohmann::json::error_handler_t::replace);
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fputc('\n', stdout);
  std::fflush(stdout);
}

void Console::result(const nlohmann::json& document) {
  print_json(document, 2);
}

void Console::event(const nlohmann::json& document) {
  print_json(document, -1);
}

void Console::result_piece(std::string_view text) {
  if (json_) std::fwrite(text.data(), 1, text.size(), stdout);
}

void Console::error(const Error& error) {
  this->error(error, nlohmann::json::object());
}

void Console::error(const Error& error, nlohmann::json document) {
  progress_->update("", 0, 0, "");
  document["error"] = {{"what", error.what_happened()},
                       {"where", error.where()},
                       {"hint", error.hint()}};
  result(document);
  fmt::print(stderr, "mote: {}\n", error.what_happened());
  if (!error.where().empty()) fmt::print(stderr, "  at {}\n", error.where());
  if (!error.hint().empty()) fmt::print(stderr, "  {}\n", error.hint());
}

}  // namespace mote
