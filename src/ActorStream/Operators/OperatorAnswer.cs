namespace ActorStream.Operators;

/// <summary>The answer to something that an operator asked for, on its way back to the operator's shard.</summary>
/// <param name="Operator">Who asked.</param>
internal abstract record OperatorAnswer(Operator Operator);
