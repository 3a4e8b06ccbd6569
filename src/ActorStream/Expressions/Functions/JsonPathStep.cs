namespace ActorStream.Expressions.Functions;

/// <summary>What a step of a JSON path does.</summary>
internal enum JsonPathStepKind
{
    /// <summary>One member: <c>.a</c>.</summary>
    Name,

    /// <summary>Several members: <c>['a','b']</c>.</summary>
    Names,

    /// <summary>One element: <c>[0]</c>, from the end where negative.</summary>
    Index,

    /// <summary>Several elements: <c>[0,2]</c>.</summary>
    Indexes,

    /// <summary>A range of elements: <c>[1:3]</c>.</summary>
    Slice,

    /// <summary>All members or elements: <c>*</c>.</summary>
    Wildcard,

    /// <summary>The value and all below it: <c>..</c>.</summary>
    Deep,

    /// <summary>Elements that a condition holds for: <c>[?(@.a > 1)]</c>.</summary>
    Filter,

    /// <summary><c>length()</c>.</summary>
    Length,
}

/// <summary>A step of a JSON path.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Names">Names of members.</param>
/// <param name="Numbers">Indexes, or a range's ends, of which either may be missing.</param>
/// <param name="Filter">The condition of a filter.</param>
internal sealed record JsonPathStep(JsonPathStepKind Kind, string[] Names, int?[] Numbers, JsonPathFilter? Filter = null)
{
    /// <summary>Whether it leads to one value at most.</summary>
    public bool IsDefinite => Kind is JsonPathStepKind.Name or JsonPathStepKind.Index or JsonPathStepKind.Length;
}
