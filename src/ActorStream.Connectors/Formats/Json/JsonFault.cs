namespace ActorStream.Connectors.Formats.Json;

/// <summary>What is wrong with a payload.</summary>
internal enum JsonFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is not JSON: the whole payload is lost.</summary>
    Syntax,

    /// <summary>A value does not fit its column.</summary>
    Value,

    /// <summary>A field that must be there is not.</summary>
    MissingField,

    /// <summary>A NOT NULL column has no value.</summary>
    Null,
}
