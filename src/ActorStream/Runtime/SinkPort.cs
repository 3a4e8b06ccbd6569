using ActorStream.Operators;

namespace ActorStream.Runtime;

/// <summary>A sink as one shard sees it.</summary>
/// <param name="Id">The sink's place in the plan.</param>
/// <param name="Input">What the operators write to.</param>
/// <param name="IsForDeadLetters">Whether it takes input that did not decode, not the query's rows.</param>
/// <param name="DropsOnFailure">Whether rows that came before one that fails stay unwritten: those of a SELECT.</param>
internal sealed record SinkPort(string Id, SinkInput Input, bool IsForDeadLetters, bool DropsOnFailure);
