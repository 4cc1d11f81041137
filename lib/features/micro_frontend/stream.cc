#include "lib/features/micro_frontend/stream.h"

namespace mote {
namespace {

class MicroFrontendStream : public FeatureStream {
 public:
  explicit MicroFrontendStream(const dsp::MicroFrontendTables& tables)
      : estimates_(tables.filter_bank.channels),
        input_(tables.window_size),
        work_(tables.fft.points + 1 + tables.filter_bank.channels),
        row_(tables.filter_bank.channels),
        frontend_{&tables, estimates_.data(), input_.data(), work_.data(), 0} {}

  int push(std::span<const int16_t> samples,
           std::vector<int8_t>& rows) override {
    int finished_rows = 0;
    while (!samples.empty()) {
      bool finished = false;
      const int32_t taken = dsp::PushMicroFrontend(
          &frontend_, samples.data(), static_cast<int32_t>(samples.size()),
          row_.data(), &finished);
      samples = samples.subspan(taken);
      if (!finished) continue;
      rows.insert(rows.end(), row_.begin(), row_.end());
      ++finished_rows;
    }
    return finished_rows;
  }

  void reset() override { dsp::ResetMicroFrontend(&frontend_); }

 private:
  std::vector<uint32_t> estimates_;
  std::vector<int16_t> input_;
  std::vector<uint32_t> work_;
  std::vector<int8_t> row_;
  dsp::MicroFrontend frontend_;
};

}  // namespace

std::unique_ptr<FeatureStream> make_micro_frontend_stream(
    const dsp::MicroFrontendTables& tables) {
  return std::make_unique<MicroFrontendStream>(tables);
}

}  // namespace mote
