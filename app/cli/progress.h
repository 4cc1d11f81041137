// The two faces of progress: a bar on a terminal, a few lines elsewhere.
#pragma once

#include <chrono>
#include <cstdio>
#include <string>
#include <string_view>

#include "lib/base/run.h"

namespace mote {

// "epoch 12/30 ########............  40 %  loss 0.312  2.1 s left", redrawn
// in place at most ten times a second. An empty activity clears the line.
class ProgressBar : public Progress {
 public:
  explicit ProgressBar(std::FILE* terminal) : terminal_(terminal) {}
  ~ProgressBar() override { clear(); }
  void update(std::string_view activity, int64_t done, int64_t total,
              std::string_view detail) override;
  void note(std::string_view line) override;

 private:
  using Clock = std::chrono::steady_clock;
  void clear();

  std::FILE* terminal_;
  std::string activity_;
  Clock::time_point started_, drawn_;
  bool visible_ = false;
};

// A line at each quarter of an activity that lasts longer than two seconds,
// so that a log of a long run stays short.
class ProgressLines : public Progress {
 public:
  explicit ProgressLines(std::FILE* file) : file_(file) {}
  void update(std::string_view activity, int64_t done, int64_t total,
              std::string_view detail) override;
  void note(std::string_view line) override;

 private:
  using Clock = std::chrono::steady_clock;

  std::FILE* file_;
  std::string activity_;
  Clock::time_point started_;
  int64_t quarter_ = 0;
};

// The text of a bar `width` columns wide: "########............".
std::string bar_text(int64_t done, int64_t total, int width);

}  // namespace mote
