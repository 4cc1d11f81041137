#include <algorithm>

#include "lib/compiler/memory.h"

namespace mote {
namespace {

using Kind = Location::Kind;

constexpr int64_t kStateAlignment = 8;

// The life of each tensor's memory, by the tensor that owns it.
class Placer {
 public:
  // `overlaps`: for each step whether its output, where it may begin before its
  // input, overlaps it.
  Placer(Plan& plan, std::vector<int> storage, bool keep_tensors,
         std::vector<char> overlaps)
      : plan_(plan),
        storage_(std::move(storage)),
        shift_(storage_.size(), 0),
        keep_(keep_tensors),
        overlaps_(std::move(overlaps)) {
    plan_.tensors.assign(plan_.model.tensors.size(), Location());
    plan_.state_bytes = 0;
  }

  void run() {
    locate_fixed();
    locate_state();
    find_lives();
    if (!keep_) share_memory();
    place();
    fill_in();
  }

 private:
  bool in_arena(int tensor) const {
    return plan_.tensors[tensor].kind == Kind::kArena;
  }

  void locate_fixed() {
    const Model& model = plan_.model;
    for (size_t i = 0; i < model.outputs.size(); ++i) {
      plan_.tensors[storage_[model.outputs[i]]] = {Kind::kOutput, 0,
                                                   static_cast<int>(i)};
    }
    for (size_t i = 0; i < model.inputs.size(); ++i) {
      plan_.tensors[storage_[model.inputs[i]]] = {Kind::kInput, 0,
                                                  static_cast<int>(i)};
    }
    for (Step& step : plan_.steps) {
      for (const int tensor : step.input_tensors) locate_constant(tensor);
      for (const int tensor : step.output_tensors) {
        Location& location = plan_.tensors[storage_[tensor]];
        if (location.kind == Kind::kNowhere) location.kind = Kind::kArena;
      }
    }
  }

  // Variables lie one after the other in memory of their own.
  void locate_state() {
    const std::vector<Tensor>& tensors = plan_.model.tensors;
    for (size_t t = 0; t < tensors.size(); ++t) {
      if (!tensors[t].variable || tensors[t].constant()) continue;
      plan_.tensors[t] = {Kind::kState, plan_.state_bytes, 0};
      const int64_t bytes = tensors[t].bytes();
      plan_.initial_state.push_back(
          {plan_.state_bytes, bytes, initial_value(tensors[t])});
      plan_.state_bytes +=
          (bytes + kStateAlignment - 1) / kStateAlignment * kStateAlignment;
    }
  }

  std::variant<uint8_t, Location> initial_value(const Tensor& tensor) {
    const std::vector<uint8_t>& bytes = tensor.initial;
    if (bytes.empty()) {
      // Real zero, as TensorFlow Lite Micro resets variables: only int8 has
      // another zero point than 0.
      const bool shifted = tensor.type == Type::kInt8 && tensor.quantized();
      return static_cast<uint8_t>(shifted ? tensor.zero_point() : 0);
    }
    const auto same = [&](uint8_t byte) { return byte == bytes[0]; };
    if (std::ranges::all_of(bytes, same)) return bytes[0];
    plan_.constants.push_back(
        {"State" + std::to_string(plan_.initial_state.size() + 1), tensor.type,
         bytes, 4, "what '" + tensor.name + "' holds at first"});
    return Location{Kind::kConstant, 0,
                    static_cast<int>(plan_.constants.size()) - 1};
  }

  // A constant that a kernel reads as it would a computed tensor.
  void locate_constant(int tensor) {
    const Tensor& t = plan_.model.tensors[tensor];
    if (!t.constant() || plan_.tensors[tensor].kind != Kind::kNowhere) return;
    plan_.tensors[tensor] = {Kind::kConstant, 0,
                             static_cast<int>(plan_.constants.size())};
    plan_.constants.push_back({"Tensor" + std::to_string(tensor), t.type,
                               t.data, 4, "'" + t.name + "'"});
  }

  void find_lives() {
    lives_.assign(plan_.tensors.size(), Buffer{0, -1, -1});
    const int end = static_cast<int>(plan_.steps.size());
    for (int s = 0; s < end; ++s) {
      for (const int tensor : plan_.steps[s].output_tensors) use(tensor, s);
      for (const int tensor : plan_.steps[s].input_tensors) use(tensor, s);
    }
    if (!keep_) return;
    for (Buffer& life : lives_) life.last = end;
  }

  void use(int tensor, int step) {
    Buffer& life = lives_[storage_[tensor]];
    life.size_bytes =
        std::max(life.size_bytes, plan_.model.tensors[tensor].bytes());
    if (life.first < 0) life.first = step;
    life.last = std::max(life.last, step);
  }

  // Lets outputs take their input's memory where kernels can do that and
  // nobody needs the input later.
  void share_memory() {
    for (int s = 0; s < static_cast<int>(plan_.steps.size()); ++s) {
      const Step& step = plan_.steps[s];
      const bool lags = overlaps_[s] && step.lag_bytes >= 0;
      if ((!step.in_place && !lags) || step.output_tensors.size() != 1) {
        continue;
      }
      const int from = storage_[step.input_tensors[0]];
      const int to = storage_[step.output_tensors[0]];
      if (from == to || !in_arena(from) || !in_arena(to)) continue;
      if (lives_[from].last != s) continue;
      const bool second_too = step.input_tensors.size() > 1 &&
                              storage_[step.input_tensors[1]] == from;
      if (second_too) continue;
      merge(from, to, shift_[step.input_tensors[0]],
            step.in_place ? 0 : (step.lag_bytes + 3) / 4 * 4);
    }
  }

  // `to` begins `lag` bytes before what lies `at` bytes into `from`'s memory.
  void merge(int from, int to, int64_t at, int64_t lag) {
    const int64_t more = std::max<int64_t>(0, lag - at);  // in front
    Buffer& life = lives_[from];
    life.last = lives_[to].last;
    life.size_bytes = std::max(life.size_bytes + more,
                               at + more - lag + lives_[to].size_bytes);
    for (size_t t = 0; t < storage_.size(); ++t) {
      if (storage_[t] == from) {
        shift_[t] += more;
      } else if (storage_[t] == to) {
        storage_[t] = from;
        shift_[t] += at + more - lag;
      }
    }
  }

  void place() {
    // Host kernels may read a vector at a time; on a device words are enough.
    const bool device = plan_.isa.rfind("arm", 0) == 0;
    const int64_t alignment = device ? 4 : 32;
    std::vector<Buffer> buffers;
    std::vector<Location*> owners;
    for (size_t t = 0; t < plan_.tensors.size(); ++t) {
      if (storage_[t] != static_cast<int>(t) || !in_arena(storage_[t])) {
        continue;
      }
      buffers.push_back(lives_[t]);
      owners.push_back(&plan_.tensors[t]);
    }
    for (int s = 0; s < static_cast<int>(plan_.steps.size()); ++s) {
      Step& step = plan_.steps[s];
      if (step.cost.scratch_bytes == 0) continue;
      step.scratch.kind = Kind::kArena;
      buffers.push_back({step.cost.scratch_bytes, s, s});
      owners.push_back(&step.scratch);
    }
    const Placement placement = place_buffers(buffers, alignment);
    for (size_t i = 0; i < owners.size(); ++i) {
      owners[i]->offset_bytes = placement.offsets[i];
    }
    plan_.arena_bytes = placement.total_bytes;
    plan_.arena_lower_bound_bytes = placement.lower_bound_bytes;
  }

  void fill_in() {
    for (size_t t = 0; t < plan_.tensors.size(); ++t) {
      const int owner = storage_[t];
      if (owner == static_cast<int>(t)) continue;
      plan_.tensors[t] = plan_.tensors[owner];
      plan_.tensors[t].offset_bytes += shift_[t];
    }
    for (size_t t = 0; t < plan_.tensors.size(); ++t) {
      if (storage_[t] == static_cast<int>(t)) {
        plan_.tensors[t].offset_bytes += shift_[t];
      }
    }
    for (Step& step : plan_.steps) {
      for (const int t : step.input_tensors) {
        step.inputs.push_back(plan_.tensors[t]);
      }
      for (const int t : step.output_tensors) {
        step.outputs.push_back(plan_.tensors[t]);
      }
    }
    for (const int t : plan_.model.inputs) {
      plan_.inputs.push_back(plan_.tensors[t]);
    }
    for (const int t : plan_.model.outputs) {
      plan_.outputs.push_back(plan_.tensors[t]);
    }
  }

  Plan& plan_;
  std::vector<int> storage_;
  std::vector<int64_t> shift_;  // where a tensor lies in its owner's memory
  bool keep_;
  std::vector<char> overlaps_;  // a step
  std::vector<Buffer> lives_;   // by owner
};

}  // namespace

void place_tensors(Plan& plan, std::vector<int> storage, bool keep_tensors) {
  std::vector<char> overlaps(plan.steps.size(), 0);
  const auto placed = [&] {
    Plan candidate = plan;
    Placer(candidate, storage, keep_tensors, overlaps).run();
    return candidate;
  };
  Plan best = placed();
  for (size_t s = 0; s < plan.steps.size() && !keep_tensors; ++s) {
    if (plan.steps[s].lag_bytes < 0) continue;
    overlaps[s] = 1;
    Plan candidate = placed();
    if (candidate.arena_bytes < best.arena_bytes) {
      best = std::move(candidate);
    } else {
      overlaps[s] = 0;
    }
  }
  plan = std::move(best);
}

}  // namespace mote
