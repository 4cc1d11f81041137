#include "lib/net/request_rate.h"

#include <algorithm>

namespace mote {

using std::chrono::duration;

RequestRate::RequestRate(double requests_a_second) : rate_(requests_a_second) {}

bool RequestRate::allows(const std::string& address, Clock::time_point now) {
  if (rate_ <= 0) return true;
  forget_full_ones(now);
  const double most = std::max(rate_, 1.0);
  Bucket& bucket =
      buckets_.try_emplace(address, Bucket{most, now}).first->second;
  const double passed_s = duration<double>(now - bucket.at).count();
  bucket.requests = std::min(most, bucket.requests + passed_s * rate_);
  bucket.at = now;
  if (bucket.requests < 1) return false;
  bucket.requests -= 1;
  return true;
}

void RequestRate::forget_full_ones(Clock::time_point now) {
  const double second_s = std::max(1.0, 1 / rate_);
  if (duration<double>(now - forgotten_at_).count() < second_s) return;
  forgotten_at_ = now;
  std::erase_if(buckets_, [&](const auto& entry) {
    return duration<double>(now - entry.second.at).count() > second_s;
  });
}

}  // namespace mote
