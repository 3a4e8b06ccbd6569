using System.Text.Json;

namespace ActorStream.Expressions.Functions;

/// <summary>A condition of a JSON path: comparisons of paths and constants, joined by <c>&amp;&amp;</c>, <c>||</c> and <c>!</c>.</summary>
internal abstract class JsonPathFilter
{
    /// <summary>Whether an element is taken.</summary>
    public abstract bool Accepts(JsonElement element);

    /// <summary>All of several conditions, or any.</summary>
    public sealed class Junction(JsonPathFilter[] parts, bool isAll) : JsonPathFilter
    {
        public override bool Accepts(JsonElement element) =>
            isAll ? parts.All(p => p.Accepts(element)) : parts.Any(p => p.Accepts(element));
    }

    /// <summary>The contrary of a condition.</summary>
    public sealed class Negation(JsonPathFilter part) : JsonPathFilter
    {
        public override bool Accepts(JsonElement element) => !part.Accepts(element);
    }

    /// <summary>Whether a path leads somewhere.</summary>
    public sealed class Existence(JsonPath path) : JsonPathFilter
    {
        public override bool Accepts(JsonElement element) => path.TryRead(element, out JsonResult? result) && result is not null;
    }

    /// <summary>A comparison; values of different kinds are different and have no order.</summary>
    public sealed class Comparison(Func<JsonElement, object?> left, string sign, Func<JsonElement, object?> right) : JsonPathFilter
    {
        public override bool Accepts(JsonElement element)
        {
            object? l = left(element), r = right(element);
            if (sign is "==" or "!=") return Equals(l, r) == (sign == "==");
            int order;
            if (l is decimal a && r is decimal b) order = a.CompareTo(b);
            else if (l is string s && r is string t) order = string.CompareOrdinal(s, t);
            else return false;
            return sign switch { "<" => order < 0, "<=" => order <= 0, ">" => order > 0, _ => order >= 0 };
        }
    }

    /// <summary>An element as a constant can be compared with it; what is missing is equal to nothing but itself.</summary>
    public static object? Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => JsonText.StringOf(element),
        JsonValueKind.Number => element.TryGetDecimal(out decimal number) ? number : element.GetRawText(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Null => null,
        _ => element.GetRawText(),
    };
}
