using System.Globalization;
using System.Text;

namespace ActorStream.Tests.Fuzz;

/// <summary>Payloads under a seed: of a schema, with values of other types among them, and with bytes that were changed.</summary>
internal sealed class SomePayloads(Random random)
{
    private static readonly string[] Odd =
    [
        "null", "true", "\"\"", "\"x\"", "[]", "{}", "[null]", "[1,\"a\",{}]", "{\"a\":null}", "1e400", "-0", "1.5", "\"ä\\u00e4\\ud83d\"",
        "99999999999999999999", "\"2024-02-30\"", "\"24:00:00\"", "[[[[1]]]]", "nul", "tru", "{\"a\"", "\"\\q\"", "NaN", "\uFEFF1", "01",
    ];

    private static readonly byte[] Structure = [.. "{}[]\",:\\null0-9.e \n\r\t;#'"u8, 0, 0xFF, 0xC3, 0xED, 0xA0];

    private static readonly DataType[] Scalars =
    [
        DataType.Int, DataType.BigInt, DataType.TinyInt, DataType.Double, DataType.Float, DataType.Boolean, DataType.Decimal(10, 2),
        DataType.Decimal(38, 5), DataType.String, DataType.Char(3), DataType.Bytes, DataType.Date, DataType.Time(3), DataType.Timestamp(3),
        DataType.TimestampLtz(6), DataType.Timestamp(9),
    ];

    private static readonly string[] Names = ["a", "b", "c", "ä", "a b", "d"];

    /// <summary>Columns of random types, nested up to a depth; one in five is NOT NULL.</summary>
    public IReadOnlyList<Field> Schema(int depth, bool hasMaps)
    {
        var fields = new Field[random.Next(1, 5)];
        for (int i = 0; i < fields.Length; i++) fields[i] = new Field(Names[i], Type(depth, hasMaps));
        return fields;
    }

    /// <summary>An object of a schema: fields in any order, some missing, some twice, some that the schema does not have.</summary>
    public string Object(IReadOnlyList<Field> fields)
    {
        var parts = new List<string>();
        foreach (Field field in fields)
        {
            int times = random.Next(12) switch { 0 => 0, 1 => 2, _ => 1 };
            for (int i = 0; i < times; i++) parts.Add(Part(field.Name, field.Type));
        }
        if (random.Next(8) == 0) parts.Add("\"x\":" + Odd[random.Next(Odd.Length)]);
        if (random.Next(4) == 0) random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(parts));
        return "{" + string.Join(random.Next(5) == 0 ? " , " : ",", parts) + "}";
    }

    /// <summary>A CSV record of a schema.</summary>
    public string Record(IReadOnlyList<Field> fields)
    {
        IEnumerable<string> cells = fields.Select(f => f.Type.IsNested
            ? string.Join(';', Enumerable.Range(0, random.Next(4)).Select(_ => Cell(f.Type.Children[0])))
            : Cell(f.Type));
        return string.Join(',', random.Next(10) == 0 ? cells.Append(Cell(DataType.String)) : cells);
    }

    /// <summary>Some bytes changed, taken out, put in, or the end cut off.</summary>
    public byte[] Mutated(string payload)
    {
        var bytes = new List<byte>(Encoding.UTF8.GetBytes(payload));
        for (int i = random.Next(4); i > 0 && bytes.Count > 0; i--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] = Structure[random.Next(Structure.Length)]; break;
                case 2: bytes.Insert(at, Structure[random.Next(Structure.Length)]); break;
                case 3: bytes.RemoveRange(at, Math.Min(random.Next(1, 6), bytes.Count - at)); break;
                default: bytes.RemoveRange(at, bytes.Count - at); break;
            }
        }
        return [.. bytes];
    }

    private DataType Type(int depth, bool hasMaps)
    {
        DataType type = (depth > 0 ? random.Next(9) : 9) switch
        {
            0 or 1 => DataType.Array(Type(depth - 1, hasMaps)),
            2 when hasMaps => DataType.Map(DataType.String, Type(depth - 1, hasMaps)),
            3 when hasMaps => DataType.Multiset(DataType.String),
            4 => DataType.Row(["a", "b"], [Type(depth - 1, hasMaps), Type(depth - 1, hasMaps)]),
            _ => Scalars[random.Next(Scalars.Length)],
        };
        return random.Next(5) == 0 ? type.NotNull() : type;
    }

    private string Part(string name, DataType type) => $"\"{name}\":{Value(type)}";

    private string Value(DataType type)
    {
        if (random.Next(12) == 0) return Odd[random.Next(Odd.Length)];
        if (random.Next(8) == 0) return "null";
        return type.Root switch
        {
            TypeRoot.Array => "[" + string.Join(',', Times(5).Select(_ => Value(type.Children[0]))) + "]",
            TypeRoot.Map => "{" + string.Join(',', Times(4).Select(_ => Part(Names[random.Next(4)], type.Children[1]))) + "}",
            TypeRoot.Multiset => "{" + string.Join(',', Times(4).Select(_ => Part(Names[random.Next(4)], DataType.TinyInt))) + "}",
            TypeRoot.Row => Object([.. type.FieldNames.Zip(type.Children, (n, t) => new Field(n, t))]),
            TypeRoot.Boolean or TypeRoot.TinyInt or TypeRoot.Int or TypeRoot.BigInt or TypeRoot.Float or TypeRoot.Double
                or TypeRoot.Decimal => Cell(type),
            _ => $"\"{Cell(type)}\"",
        };
    }

    private string Cell(DataType type) => type.Root switch
    {
        _ when random.Next(15) == 0 => "?",
        TypeRoot.Boolean => random.Next(2) == 0 ? "true" : "false",
        TypeRoot.TinyInt => random.Next(-10, 5).ToString(CultureInfo.InvariantCulture),
        TypeRoot.Int or TypeRoot.BigInt => random.Next(-1000, 1000).ToString(CultureInfo.InvariantCulture),
        TypeRoot.Float or TypeRoot.Double or TypeRoot.Decimal => (random.Next(-1000, 1000) / 8.0).ToString(CultureInfo.InvariantCulture),
        TypeRoot.Binary or TypeRoot.VarBinary => Convert.ToBase64String(new byte[random.Next(6)]),
        TypeRoot.Date => $"2024-0{random.Next(1, 10)}-1{random.Next(10)}",
        TypeRoot.Time => $"1{random.Next(10)}:00:0{random.Next(10)}",
        TypeRoot.Timestamp => $"2024-02-2{random.Next(10)} 10:00:00.{random.Next(1000)}",
        TypeRoot.TimestampLtz => $"2024-02-2{random.Next(10)} 10:00:00.{random.Next(1000)}Z",
        _ => new string('t', random.Next(5)) + (random.Next(6) == 0 ? "ä" : ""),
    };

    private IEnumerable<int> Times(int below) => Enumerable.Range(0, random.Next(below));
}
