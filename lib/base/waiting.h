// What mote waits for, told to those who watch: locks that others hold.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace mote {

// Called again and again while something is waited for, with what that is:
// "another mote is at work ...". What it throws ends the waiting.
using WaitingWatcher = std::function<void(std::string_view what)>;

// Sets who is told, in the whole process; none at first.
void watch_waiting(WaitingWatcher watcher);

// Tells them, and sleeps for a moment.
void wait_a_moment(const std::string& what);

}  // namespace mote
