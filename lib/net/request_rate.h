// How many requests a second an address may make.
#pragma once

#include <chrono>
#include <map>
#include <string>

namespace mote {

// A bucket an address: it holds up to a second's worth of requests and fills
// at the allowed rate. Addresses that made no request for a second are
// forgotten. For one thread.
class RequestRate {
 public:
  using Clock = std::chrono::steady_clock;

  // 0: no limit.
  explicit RequestRate(double requests_a_second);

  // Whether the address may make a request now; takes one if so.
  bool allows(const std::string& address, Clock::time_point now);

  size_t addresses() const { return buckets_.size(); }

 private:
  struct Bucket {
    double requests;
    Clock::time_point at;
  };

  void forget_full_ones(Clock::time_point now);

  double rate_;
  std::map<std::string, Bucket> buckets_;
  Clock::time_point forgotten_at_;
};

}  // namespace mote
