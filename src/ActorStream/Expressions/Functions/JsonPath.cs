using System.Text.Json;

namespace ActorStream.Expressions.Functions;

/// <summary>Evaluates a JSON path over a document. Paths with wildcards, slices, filters or <c>..</c> give a list of what they find;
/// others give one value or nothing.</summary>
internal sealed class JsonPath
{
    private readonly JsonPathStep[] _steps;
    private readonly bool _isDefinite;

    private JsonPath(bool isLax, JsonPathStep[] steps)
    {
        IsLax = isLax;
        _steps = steps;
        _isDefinite = steps.All(s => s.IsDefinite);
    }

    /// <summary>Whether what is missing counts as empty; else it is an error.</summary>
    public bool IsLax { get; }

    /// <summary>Reads a path; null where it is none, which is an error of the function's ON ERROR.</summary>
    public static JsonPath? Parse(string text)
    {
        string path = text.Trim();
        int space = path.IndexOfAny([' ', '\t', '\r', '\n']);
        string mode = space > 0 ? path[..space] : "";
        bool isLax = mode.Equals("lax", StringComparison.OrdinalIgnoreCase);
        if (isLax || mode.Equals("strict", StringComparison.OrdinalIgnoreCase)) path = path[space..].Trim();
        return JsonPathReader.Read(path) is { } steps ? new JsonPath(isLax, steps) : null;
    }

    /// <summary>Finds what the path names.</summary>
    /// <param name="root">The document.</param>
    /// <param name="result">What was found, or null for nothing.</param>
    /// <returns>False where something is missing and the mode is strict.</returns>
    public bool TryRead(JsonElement root, out JsonResult? result)
    {
        var found = new List<JsonElement>();
        result = null;
        JsonPathStep? last = _steps.Length > 0 ? _steps[^1] : null;
        if (last is { Kind: JsonPathStepKind.Length })
        {
            if (!Walk(root, 0, _steps.Length - 1, found) || found.Count == 0) return IsLax;
            result = JsonResult.Number(Length(found[0]));
            return true;
        }
        if (last is { Kind: JsonPathStepKind.Names } names)
        {
            if (!Walk(root, 0, _steps.Length - 1, found) || found.Count != 1 || found[0].ValueKind != JsonValueKind.Object) return IsLax;
            result = JsonResult.Members(found[0], names.Names);
            return true;
        }
        bool isWhole = Walk(root, 0, _steps.Length, found);
        if (!_isDefinite)
        {
            result = isWhole || IsLax ? JsonResult.List(found) : null;
            return isWhole || IsLax;
        }
        if (!isWhole || found.Count == 0) return IsLax;
        result = JsonResult.One(found[0]);
        return true;
    }

    /// <summary>Follows steps; false where a step that must lead somewhere does not.</summary>
    internal bool Walk(JsonElement element, int step, int end, List<JsonElement> found)
    {
        if (step == end)
        {
            found.Add(element);
            return true;
        }
        JsonPathStep current = _steps[step];
        switch (current.Kind)
        {
            case JsonPathStepKind.Name:
                return element.ValueKind == JsonValueKind.Object && TryMember(element, current.Names[0], out JsonElement member)
                    && Walk(member, step + 1, end, found);
            case JsonPathStepKind.Index:
                if (element.ValueKind != JsonValueKind.Array) return false;
                int index = current.Numbers[0] ?? 0;
                if (index < 0) index += element.GetArrayLength();
                return index >= 0 && index < element.GetArrayLength() && Walk(element[index], step + 1, end, found);
            case JsonPathStepKind.Names:
                if (element.ValueKind != JsonValueKind.Object) return false;
                foreach (string name in current.Names)
                {
                    if (TryMember(element, name, out JsonElement one)) Walk(one, step + 1, end, found);
                }
                return true;
            case JsonPathStepKind.Deep:
                Walk(element, step + 1, end, found);
                foreach (JsonElement child in Children(element)) Walk(child, step, end, found);
                return true;
            default:
                return WalkMany(element, current, step, end, found);
        }
    }

    /// <summary>A path within a filter, starting at the element that is tested.</summary>
    internal static JsonPath OfSteps(JsonPathStep[] steps) => new(isLax: true, steps);

    /// <summary>Members of an object, each name once with its last value; elements of an array.</summary>
    internal static IEnumerable<JsonElement> Children(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray()) yield return item;
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (JsonProperty property in element.EnumerateObject())
            {
                if (seen.Add(property.Name)) yield return element.GetProperty(property.Name);
            }
        }
    }

    private bool WalkMany(JsonElement element, JsonPathStep current, int step, int end, List<JsonElement> found)
    {
        if (current.Kind == JsonPathStepKind.Wildcard)
        {
            if (element.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object)) return step > 0 && !_steps[step - 1].IsDefinite;
            foreach (JsonElement child in Children(element)) Walk(child, step + 1, end, found);
            return true;
        }
        if (current.Kind == JsonPathStepKind.Filter)
        {
            IEnumerable<JsonElement> candidates = element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [element];
            foreach (JsonElement child in candidates)
            {
                if (current.Filter!.Accepts(child)) Walk(child, step + 1, end, found);
            }
            return true;
        }
        if (element.ValueKind != JsonValueKind.Array) return false;
        int length = element.GetArrayLength();
        IEnumerable<int> indexes = current.Kind == JsonPathStepKind.Indexes
            ? current.Numbers.Select(n => n < 0 ? n.Value + length : n!.Value) : Slice(current, length);
        foreach (int index in indexes)
        {
            if (index >= 0 && index < length) Walk(element[index], step + 1, end, found);
        }
        return true;
    }

    private static IEnumerable<int> Slice(JsonPathStep step, int length)
    {
        int from = step.Numbers[0] ?? 0, to = step.Numbers[1] ?? length;
        if (from < 0) from = Math.Max(0, from + length);
        if (to < 0) to += length;
        for (int i = from; i < Math.Min(to, length); i++) yield return i;
    }

    private static int Length(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.GetArrayLength(),
        JsonValueKind.Object => Children(element).Count(),
        JsonValueKind.String => JsonText.StringOf(element).Length,
        _ => 0,
    };

    /// <summary>No document has a name with half a surrogate pair, for which the JSON library throws.</summary>
    private static bool TryMember(JsonElement element, string name, out JsonElement member)
    {
        member = default;
        return IsWellFormed(name) && element.TryGetProperty(name, out member);
    }

    private static bool IsWellFormed(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsSurrogatePair(text, i)) return false;
            i++;
        }
        return true;
    }
}
