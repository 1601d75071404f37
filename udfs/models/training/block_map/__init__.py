"""The block corruption model: data, training, evaluation."""
