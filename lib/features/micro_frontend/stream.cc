#include "lib/features/micro_frontend/stream.h"

#include "lib/features/frontend_stream.h"

namespace mote {
namespace {

class MicroFrontendStream : public FrontendStream<dsp::MicroFrontend> {
 public:
  explicit MicroFrontendStream(const dsp::MicroFrontendTables& tables)
      : FrontendStream(dsp::PushMicroFrontend, dsp::ResetMicroFrontend,
                       tables.filter_bank.channels),
        estimates_(tables.filter_bank.channels),
        input_(tables.window_size),
        work_(tables.fft.points + 1 + tables.filter_bank.channels) {
    frontend_ = {&tables, estimates_.data(), input_.data(), work_.data(), 0};
  }

 private:
  std::vector<uint32_t> estimates_;
  std::vector<int16_t> input_;
  std::vector<uint32_t> work_;
};

}  // namespace

std::unique_ptr<FeatureStream> make_micro_frontend_stream(
    const dsp::MicroFrontendTables& tables) {
  return std::make_unique<MicroFrontendStream>(tables);
}

}  // namespace mote
