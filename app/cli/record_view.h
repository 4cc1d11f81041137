// What whoever is recorded sees: prompts, the level or the plot of every axis.
#pragma once

#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "stages/collect/record/record_options.h"

namespace mote {

// "say: left, 12 of 20" of sound, "left, 12 of 20" of the rest.
std::string record_prompt(const RecordStatus& status);

// The plot's lines, each at most `columns` characters wide.
std::vector<std::string> record_lines(const RecordStatus& status, int columns,
                                      bool utf8);

// On a terminal drawn in place, ten times a second; elsewhere a line a prompt.
class RecordView {
 public:
  RecordView(std::FILE* out, bool terminal) : out_(out), terminal_(terminal) {}
  ~RecordView() { clear(); }
  RecordView(const RecordView&) = delete;
  RecordView& operator=(const RecordView&) = delete;

  void show(const RecordStatus& status);
  // Takes the plot away, for other words.
  void clear();

 private:
  void draw(const RecordStatus& status);
  void print_prompt(const RecordStatus& status);

  std::FILE* out_;
  bool terminal_;
  int drawn_lines_ = 0;
  std::chrono::steady_clock::time_point drawn_at_;
  std::string prompt_;  // the last one that was printed
  RecordStatus::Phase phase_ = RecordStatus::Phase::kMeasuring;
};

}  // namespace mote
