// SPDX-License-Identifier: Apache-2.0
#include "reference_impl/training/train.h"

#include <cmath>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "reference_impl/base/error.h"
#include "reference_impl/evaluation/non_overlapping.h"
#include "reference_impl/model/compute.h"
#include "reference_impl/model/transformer.h"
#include "reference_impl/model/transformer_token_model.h"
#include "reference_impl/quantization/artifact.h"
#include "reference_impl/training/optimizers.h"
#include "reference_impl/training/schedule.h"
#include "reference_impl/training/step_gradients.h"
#include "reference_impl/training/train_log.h"

#include <torch/types.h>

namespace reference {
namespace {

constexpr int kOperatorThreads = 1;         // slices are shared out among threads instead
constexpr std::int64_t kAlwaysLogged = 10;  // the first steps, like the challenge's scripts
constexpr double kNsPerMs = 1e6;

std::vector<torch::Tensor> tensors_of(const Transformer& network,
                                      const std::function<bool(const NamedTensor&)>& wanted) {
  std::vector<torch::Tensor> tensors;
  for (const NamedTensor& parameter : network.parameters()) {
    if (wanted(parameter)) {
      tensors.push_back(parameter.tensor);
    }
  }
  return tensors;
}

bool is_embedding(const NamedTensor& parameter) {
  return parameter.name == "tok_emb.weight";
}

// The linear weights of the blocks; skip weights and mixes have two axes too, but are scales.
bool is_matrix(const NamedTensor& parameter) {
  return parameter.name.starts_with("blocks.") && parameter.name.ends_with(".weight");
}

bool is_scale(const NamedTensor& parameter) {
  return !is_embedding(parameter) && !is_matrix(parameter);
}

// One training run's state.
class Trainer {
 public:
  Trainer(const TrainingInput& input, const TrainingHooks& hooks)
      : input_(input),
        hooks_(hooks),
        config_(input.recipe.training),
        network_(std::make_shared<Transformer>(input.recipe.model, config_.seq_len)),
        all_(tensors_of(*network_, [](const NamedTensor&) { return true; })),
        muon_(tensors_of(*network_, is_matrix), config_.muon),
        embedding_adam_(tensors_of(*network_, is_embedding), config_.adam),
        scale_adam_(tensors_of(*network_, is_scale), config_.adam) {}

  TrainingOutcome run() {
    hooks_.log("model_params:" + std::to_string(network_->parameter_count()));
    validate(0);
    std::int64_t step = 0;
    bool capped = false;
    while (step < config_.iterations && !capped) {
      const std::uint64_t begin = hooks_.clock_ns();
      loss_ = take_step(step);
      ++step;
      train_ns_ += hooks_.clock_ns() - begin;
      report(step);
      const double cap_ns = config_.max_wallclock_seconds * 1e9;
      capped = cap_ns > 0 && static_cast<double>(train_ns_) >= cap_ns;
      const bool last = capped || step == config_.iterations;
      if (last || (config_.val_every > 0 && step % config_.val_every == 0)) {
        validate(step);
      }
    }
    if (capped && step < config_.iterations) {
      hooks_.log(stopped_line(step, config_.iterations, train_ns_));
    }
    return outcome(step);
  }

 private:
  double take_step(std::int64_t step) {
    const StepGradients mean = step_gradients(*network_, config_, input_.train_tokens, step,
                                              std::thread::hardware_concurrency());
    if (!std::isfinite(mean.loss)) {
      throw Error(ErrorKind::bad_input, "the training loss of step " + std::to_string(step + 1) +
                                            " is not finite; lower the recipe's learning rates");
    }
    for (std::size_t i = 0; i < all_.size(); ++i) {
      all_[i].mutable_grad() = mean.gradients[i];
    }
    clip_gradients(all_, config_.grad_clip_norm);
    const double elapsed_ms = static_cast<double>(train_ns_) / kNsPerMs;
    const double factor = learning_rate_factor(config_, step, elapsed_ms);
    embedding_adam_.step(config_.embedding_lr * factor);
    scale_adam_.step(config_.scalar_lr * factor);
    muon_.step(config_.matrix_lr * factor, muon_momentum(config_.muon, step));
    return mean.loss;
  }

  void report(std::int64_t step) {
    const bool logged = step <= kAlwaysLogged || step % config_.log_every == 0;
    if (logged) {
      hooks_.log(train_line(step, config_.iterations, loss_, train_ns_));
    }
    if (hooks_.progress && (logged || step == config_.iterations)) {
      hooks_.progress("train: " + train_line(step, config_.iterations, loss_, train_ns_));
    }
  }

  void validate(std::int64_t step) {
    NonOverlappingOptions options;
    options.seq_len = static_cast<std::uint32_t>(config_.seq_len);
    options.batch_sequences =
        static_cast<std::uint32_t>(input_.recipe.evaluation.windows_per_batch);
    TransformerTokenModel model(network_, input_.recipe.evaluation.windows_per_batch);
    const Score score = evaluate_non_overlapping(input_.val_tokens, input_.pieces, model, options);
    hooks_.log(val_line(step, config_.iterations, score, train_ns_));
  }

  TrainingOutcome outcome(std::int64_t steps) const {
    const QuantizationConfig& quantization = input_.recipe.quantization;
    TrainingOutcome result;
    result.steps = static_cast<std::uint64_t>(steps);
    result.train_ns = train_ns_;
    result.last_train_loss = loss_;
    result.model_params = static_cast<std::uint64_t>(network_->parameter_count());
    result.artifact =
        pack_artifact(*network_, {.passthrough_elements = quantization.passthrough_elements,
                                  .clip_quantile = quantization.clip_quantile});
    return result;
  }

  const TrainingInput& input_;
  const TrainingHooks& hooks_;
  const TrainingConfig& config_;
  std::shared_ptr<const Transformer> network_;
  std::vector<torch::Tensor> all_;
  Muon muon_;
  AdamW embedding_adam_;
  AdamW scale_adam_;
  std::uint64_t train_ns_ = 0;
  double loss_ = 0;
};

}  // namespace

TrainingOutcome train_model(const TrainingInput& input, const TrainingHooks& hooks) {
  use_deterministic_compute(kOperatorThreads);
  seed_generator(input.seed);
  return Trainer(input, hooks).run();
}

}  // namespace reference
