#include "lib/engine/program.h"

#include <algorithm>
#include <map>
#include <utility>

#include "lib/base/error.h"

namespace mote::engine {
namespace {

// Turns layers into blocks one after the other.
class Builder {
 public:
  Builder(const Graph& graph, Program& program)
      : graph_(graph), program_(program), shapes_(infer_shapes(graph)) {
    program_.input = Value::input(graph.input);
    values_["input"] = program_.input.get();
    for (const Layer& layer : graph.layers) {
      for (const std::string& name : layer.inputs) ++readers_[name];
    }
  }

  void build() {
    for (const Layer& layer : graph_.layers) {
      values_[layer.name] = add(layer);
      if (layer.kind != LayerKind::kSoftmax) {
        values_[layer.name]->layer = layer.name;
      }
    }
    check_readers();
    program_.logits = values_.at(graph_.layers.back().name);
    if (program_.logits->positions() != 1 || program_.logits->is_input()) {
      throw Error("ends in a map instead of one value a class",
                  "graph " + graph_.name);
    }
    program_.parameters.finish();
  }

 private:
  void check_readers() const {
    if (graph_.layers.empty()) {
      throw Error("has no layers", "graph " + graph_.name);
    }
    for (const Layer& layer : graph_.layers) {
      if (&layer != &graph_.layers.back() && !readers_.contains(layer.name)) {
        throw Error("no later layer reads it", "layer " + layer.name);
      }
    }
  }

  Value* add(const Layer& layer) {
    Parameters& parameters = program_.parameters;
    const Shape output = shapes_.at(layer.name);
    Value* input = values_.at(layer.inputs[0]);
    switch (layer.kind) {
      case LayerKind::kConv:
        return keep(make_convolution(layer, input, output, parameters));
      case LayerKind::kDepthwiseConv:
        return keep(make_depthwise(layer, input, output, parameters));
      case LayerKind::kDense:
        return keep(make_product(layer, input, output, parameters));
      case LayerKind::kAdd:
        return keep(make_sum(layer, {input, values_.at(layer.inputs[1])}));
      case LayerKind::kGlobalAverage:
        return keep(make_average(layer, input));
      case LayerKind::kReshape:
        return keep(make_reshape(layer, input, output));
      case LayerKind::kBatchNorm:
      case LayerKind::kRelu:
      case LayerKind::kDropout:
        return apply(layer, input);
      case LayerKind::kSoftmax:
        return input;
    }
    throw Error("cannot be trained", "layer " + layer.name);
  }

  Value* keep(std::unique_ptr<Block> block) {
    program_.blocks.push_back(std::move(block));
    return &program_.blocks.back()->output();
  }

  // Makes the layer part of how `value` is read, or of a copy of it where
  // others read it without, or where the order does not fit.
  Value* apply(const Layer& layer, Value* value) {
    const bool norm = layer.kind == LayerKind::kBatchNorm;
    const bool relu = layer.kind == LayerKind::kRelu;
    const bool fits = !value->is_input() && readers_[layer.inputs[0]] == 1 &&
                      value->rate == 0 &&
                      !(norm && (value->norm || value->relu)) &&
                      !(relu && value->relu);
    if (!fits) value = keep(make_sum(layer, {value}));
    if (norm) {
      value->norm = std::make_unique<BatchNorm>(
          layer.name, value->shape.channels, program_.parameters);
    } else if (relu) {
      value->relu = true;
    } else {
      value->rate = layer.rate;
    }
    return value;
  }

  const Graph& graph_;
  Program& program_;
  std::map<std::string, Shape> shapes_;
  std::map<std::string, Value*> values_;
  std::map<std::string, int> readers_;
};

// The block whose gradient reaches each value last: its first reader.
std::map<const Value*, const Block*> last_to_push(const Program& program) {
  std::map<const Value*, const Block*> last;
  for (const auto& block : program.blocks) {
    for (const Use& use : block->inputs()) {
      last.try_emplace(use.value, block.get());
    }
  }
  return last;
}

// In the order of the backward pass, the first use of a value stores its
// gradient and later ones add. The loss is the first to use the logits.
void order_uses(Program& program) {
  std::map<const Value*, int> uses = {{program.logits, 1}};
  for (auto block = program.blocks.rbegin(); block != program.blocks.rend();
       ++block) {
    for (Use& use : (*block)->inputs()) use.accumulate = uses[use.value]++ > 0;
  }
}

}  // namespace

Program::Program(const Graph& graph) {
  Builder(graph, *this).build();
  order_uses(*this);
}

std::vector<Sweep> Program::inference_sweeps() const {
  Sweep sweep;
  for (const auto& block : blocks) {
    sweep.tasks.push_back({Task::Kind::kForward, block.get()});
  }
  return {sweep};
}

std::vector<Sweep> Program::training_sweeps() const {
  std::vector<Sweep> sweeps(1);
  for (const auto& block : blocks) {
    sweeps.back().tasks.push_back({Task::Kind::kForward, block.get()});
    if (block->output().norm) {
      sweeps.back().finish_statistics = block->output().norm.get();
      sweeps.emplace_back();
    }
  }
  sweeps.back().tasks.push_back({Task::Kind::kLoss, nullptr});
  const auto last = last_to_push(*this);
  // The loss is the only one to push to logits that no block reads.
  if (logits->norm && !last.contains(logits)) {
    sweeps.back().tasks.push_back(
        {Task::Kind::kGradientSums, blocks.back().get()});
  }
  std::map<const Value*, Block*> producers;
  for (const auto& block : blocks) producers[&block->output()] = block.get();
  for (auto it = blocks.rbegin(); it != blocks.rend(); ++it) {
    Block& block = **it;
    if (block.output().norm) {
      sweeps.back().finish_gradient = block.output().norm.get();
      sweeps.emplace_back();
    }
    sweeps.back().tasks.push_back({Task::Kind::kBackward, &block});
    const Value* pushed = nullptr;
    for (const Use& use : block.inputs()) {
      if (use.value->norm && last.at(use.value) == &block &&
          use.value != pushed) {
        sweeps.back().tasks.push_back(
            {Task::Kind::kGradientSums, producers.at(use.value)});
        pushed = use.value;
      }
    }
  }
  return sweeps;
}

void Program::allocate(int batch, const std::vector<Sweep>& sweeps) {
  for (const auto& block : blocks) block->output().allocate(batch);
  // A gradient lives from the first task that pushes to it to the sweep of
  // its producer's backward task; memory is passed on between sweeps.
  std::vector<size_t> sizes;
  std::vector<int> unused;
  std::map<Value*, int> places;
  const auto take = [&](Value* value) {
    if (value->is_input() || places.contains(value)) return;
    if (unused.empty()) {
      unused.push_back(static_cast<int>(sizes.size()));
      sizes.push_back(0);
    }
    const int place = unused.back();
    unused.pop_back();
    places[value] = place;
    sizes[place] = std::max(sizes[place], size_t(batch * value->size()));
  };
  for (const Sweep& sweep : sweeps) {
    std::vector<int> done;
    for (const Task& task : sweep.tasks) {
      if (task.kind == Task::Kind::kLoss) take(logits);
      if (task.kind != Task::Kind::kBackward) continue;
      Value* output = &task.block->output();
      Value* input = task.block->inputs()[0].value;
      if (task.block->replaces_gradient() && !input->is_input() &&
          !places.contains(input) && input->size() == output->size() &&
          input->channels == output->channels) {
        places[input] = places.at(output);
        continue;
      }
      for (const Use& use : task.block->inputs()) take(use.value);
      done.push_back(places.at(output));
    }
    unused.insert(unused.end(), done.begin(), done.end());
  }
  for (size_t size : sizes) gradients_.emplace_back(size);
  for (auto [value, place] : places) {
    value->use_gradient_memory(gradients_[place].data());
  }
}

}  // namespace mote::engine
