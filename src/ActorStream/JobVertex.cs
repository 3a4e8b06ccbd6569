namespace ActorStream;

/// <summary>A source, lookup join or sink of a job, with what passed it.</summary>
/// <param name="Id">Its place in the plan.</param>
/// <param name="Name">How people call it.</param>
/// <param name="Kind"><c>source</c>, <c>lookup-join</c> or <c>sink</c>.</param>
/// <param name="Parallelism">Shards that run it.</param>
/// <param name="RowsIn">Rows that it read or was given.</param>
/// <param name="RowsOut">Rows that it handed on or wrote.</param>
/// <param name="Inputs">The ids of those whose rows it is given.</param>
public sealed record JobVertex(
    string Id, string Name, string Kind, int Parallelism, long RowsIn, long RowsOut, IReadOnlyList<string> Inputs);

/// <summary>What a job counts, at one moment.</summary>
/// <param name="RowsIn">Rows that came from sources since the attempt began.</param>
/// <param name="RowsOut">Rows handed to sinks since then.</param>
/// <param name="DeadLetters">Input that did not decode.</param>
/// <param name="Lag">Rows that wait in the sources, where known.</param>
/// <param name="NewestTimestampMs">The newest record's time, milliseconds since 1970, where known.</param>
public sealed record JobProgress(long RowsIn, long RowsOut, long DeadLetters, long? Lag, long? NewestTimestampMs);

/// <summary>One sample of a metric.</summary>
/// <param name="Name">The metric's name, in Prometheus' manner: <c>actorstream_rows_in_total</c>.</param>
/// <param name="Type"><c>counter</c>, <c>gauge</c> or <c>histogram</c>.</param>
/// <param name="Help">What it counts, in one sentence.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Value">The value.</param>
public sealed record MetricSample(string Name, string Type, string Help, IReadOnlyList<(string Name, string Value)> Labels, double Value);
