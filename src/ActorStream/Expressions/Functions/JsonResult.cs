using System.Text.Json;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>What a JSON path found: one value, a list of values, or some members of an object.</summary>
internal sealed class JsonResult
{
    private readonly IReadOnlyList<JsonElement>? _list;
    private readonly IReadOnlyList<string>? _members;
    private readonly int? _number;

    private JsonResult(JsonElement element, IReadOnlyList<JsonElement>? list, IReadOnlyList<string>? members, int? number)
    {
        Element = element;
        (_list, _members, _number) = (list, members, number);
    }

    /// <summary>The value, where it is one of the document.</summary>
    public JsonElement Element { get; }

    /// <summary>Whether it is a constant of JSON that is not null.</summary>
    public bool IsScalar => _number is not null || _list is null && _members is null
        && Element.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False;

    /// <summary>Whether it is JSON's null.</summary>
    public bool IsNull => _number is null && _list is null && _members is null && Element.ValueKind == JsonValueKind.Null;

    /// <summary>Whether it is an array.</summary>
    public bool IsArray => _list is not null || _number is null && _members is null && Element.ValueKind == JsonValueKind.Array;

    /// <summary>The value as filters compare it.</summary>
    public object? Comparable => _number is { } number ? (decimal)number : JsonPathFilter.Value(Element);

    /// <summary>The number, where the result is one that a function computed.</summary>
    public int? Computed => _number;

    /// <summary>The elements of an array.</summary>
    public IEnumerable<JsonElement> Items => _list ?? (IEnumerable<JsonElement>)Element.EnumerateArray();

    public static JsonResult One(JsonElement element) => new(element, null, null, null);

    public static JsonResult List(IReadOnlyList<JsonElement> list) => new(default, list, null, null);

    public static JsonResult Members(JsonElement element, IReadOnlyList<string> names) => new(element, null, names, null);

    public static JsonResult Number(int number) => new(default, null, null, number);

    /// <summary>Writes it as JSON, without blanks, an object's names in order.</summary>
    public void Write(BytesOutput output)
    {
        if (_number is { } number)
        {
            output.Write(number);
        }
        else if (_list is not null)
        {
            JsonText.WriteList(_list, output);
        }
        else
        {
            JsonText.Write(Element, output, _members);
        }
    }
}
