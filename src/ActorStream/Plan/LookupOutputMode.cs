namespace ActorStream.Plan;

/// <summary>In which order rows leave a lookup join.</summary>
internal enum LookupOutputMode
{
    /// <summary>In the order in which they came.</summary>
    Ordered,

    /// <summary>Each key's rows in the order in which they came, where the input has inserts only; else as <see
    /// cref="Ordered"/>.</summary>
    AllowUnordered,
}
