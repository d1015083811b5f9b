using System.Collections.Immutable;
using System.Text.Json;
using Leastwise.Text;

namespace Leastwise.Policies;

/// <summary>Reads one statement. A statement that cannot be understood is left out, always with an Error that says what that means.</summary>
internal static class StatementReader
{
    private static readonly string[] Keys =
        ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];

    /// <summary>Reads the object that the cursor stands on, to its end; null where it cannot be used.</summary>
    /// <param name="cursor">Stands on the object.</param>
    /// <param name="index">The statement's place in the document.</param>
    /// <param name="diagnostics">Takes what is wrong.</param>
    /// <param name="lacksDeny">Set where something that denies, or may, is missing in what is returned.</param>
    public static Statement? Read(ref JsonCursor cursor, int index, DiagnosticCollector diagnostics, ref bool lacksDeny)
    {
        var parts = new Parts { Index = index, Position = cursor.Position };
        var keys = new ElementKeys("statement", index + 1, Keys);
        while (cursor.Read() && cursor.Token == JsonTokenType.PropertyName)
        {
            string? key = keys.Next(ref cursor, diagnostics);
            if (key is null)
            {
                cursor.Skip();
                continue;
            }

            if (!cursor.Read())
            {
                break;
            }

            ReadElement(ref cursor, key, parts, diagnostics);
        }

        Statement? statement = Finish(parts, keys, cursor.Failure is not null, diagnostics);
        lacksDeny |= parts.Effect != Effect.Allow && (statement is null || parts.Lost.Count > 0);
        return statement;
    }

    private static void ReadElement(ref JsonCursor cursor, string key, Parts parts, DiagnosticCollector diagnostics)
    {
        switch (key)
        {
            case "Sid":
                parts.Sid = cursor.Text();
                parts.SidPlace = cursor.Place;
                cursor.Skip();
                break;
            case "Effect":
                ReadEffect(ref cursor, parts, diagnostics);
                break;
            case "Action" or "NotAction":
                parts.Actions = new ActionElement(key == "NotAction", ReadStrings(ref cursor, key, parts, out ImmutableArray<TextPlace> actions)) { Places = actions };
                break;
            case "Resource" or "NotResource":
                parts.Resources = new ResourceElement(key == "NotResource", ReadStrings(ref cursor, key, parts, out ImmutableArray<TextPlace> resources)) { Places = resources };
                break;
            case "Principal" or "NotPrincipal":
                parts.Principals = new PrincipalElement(key == "NotPrincipal", PrincipalReader.Read(ref cursor, key, parts.Lost, out ImmutableArray<TextPlace> entries)) { Places = entries };
                break;
            default:
                ConditionReader.Read(ref cursor, parts.Conditions, parts.Lost, diagnostics);
                break;
        }
    }

    private static void ReadEffect(ref JsonCursor cursor, Parts parts, DiagnosticCollector diagnostics)
    {
        string? written = cursor.Token == JsonTokenType.String ? cursor.Text() : null;
        Effect? effect = "Allow".Equals(written, StringComparison.OrdinalIgnoreCase) ? Effect.Allow : "Deny".Equals(written, StringComparison.OrdinalIgnoreCase) ? Effect.Deny : null;
        parts.Effect = effect;
        parts.EffectPlace = cursor.Place;
        // "The Effect value is case sensitive", IAM JSON policy elements: Effect.
        if (effect is not null && written is not ("Allow" or "Deny"))
        {
            diagnostics.Add(new(
                DiagnosticSeverity.Warning, $"Effect \"{written}\" was read as {effect}; AWS accepts only that spelling.", cursor.Position));
        }

        cursor.Skip();
    }

    private static ImmutableArray<string> ReadStrings(ref JsonCursor cursor, string key, Parts parts, out ImmutableArray<TextPlace> where)
    {
        where = [];
        if (cursor.Token == JsonTokenType.String)
        {
            where = [cursor.Place];
            return [cursor.Text() ?? ""];
        }

        if (cursor.Token != JsonTokenType.StartArray)
        {
            parts.Lost.Add(new Loss($"{key} is {cursor.Kind}, not a string or an array of strings", cursor.Position));
            cursor.Skip();
            return [];
        }

        var values = ImmutableArray.CreateBuilder<string>();
        var places = ImmutableArray.CreateBuilder<TextPlace>();
        while (cursor.Read() && cursor.Token != JsonTokenType.EndArray)
        {
            if (cursor.Token == JsonTokenType.String)
            {
                values.Add(cursor.Text() ?? "");
                places.Add(cursor.Place);
                continue;
            }

            parts.Lost.Add(new Loss($"{key} holds {cursor.Kind} among its strings", cursor.Position));
            cursor.Skip();
        }

        where = places.ToImmutable();
        return values.ToImmutable();
    }

    private static Statement? Finish(Parts parts, ElementKeys keys, bool torn, DiagnosticCollector diagnostics)
    {
        string Label() => parts.Sid is { Length: > 0 } sid ? $"Statement \"{sid}\"" : $"Statement #{parts.Index + 1}";
        foreach (Loss loss in parts.Lost)
        {
            (DiagnosticSeverity severity, string consequence) = parts.Effect switch
            {
                Effect.Allow => (DiagnosticSeverity.Warning, "that part grants nothing"),
                Effect.Deny => (DiagnosticSeverity.Error, "that part of the Deny is missing here"),
                _ => (DiagnosticSeverity.Error, "that part was passed over"),
            };
            diagnostics.Add(new(severity, $"{Label()}: {loss.What}; {consequence}.", loss.Position));
        }

        string? reason =
            torn ? "is cut off"
            : parts.Effect is null ? (keys.Has("Effect") ? "has an Effect that is neither Allow nor Deny" : "has no Effect")
            : keys.Has("Action") && keys.Has("NotAction") ? "has both Action and NotAction"
            : keys.Has("Resource") && keys.Has("NotResource") ? "has both Resource and NotResource"
            : keys.Has("Principal") && keys.Has("NotPrincipal") ? "has both Principal and NotPrincipal"
            : parts.Actions is null ? "has no Action"
            : parts.Actions.Patterns.IsEmpty ? "names no action in its " + (parts.Actions.Not ? "NotAction" : "Action")
            : parts.Resources is { Patterns.IsEmpty: true } ? "names no resource in its " + (parts.Resources.Not ? "NotResource" : "Resource")
            : null;
        if (reason is not null || parts.Effect is not { } effect || parts.Actions is not { } actions)
        {
            string consequence = parts.Effect switch
            {
                Effect.Allow => "so it grants nothing",
                Effect.Deny => "so this Deny is missing here and more may seem granted than is",
                _ => "so it was passed over, and if it was meant to deny, that Deny is missing here",
            };
            diagnostics.Add(new(DiagnosticSeverity.Error, $"{Label()} {reason}, {consequence}.", parts.Position));
            return null;
        }

        return new Statement
        {
            Index = parts.Index,
            Sid = parts.Sid,
            Effect = effect,
            Actions = actions,
            Resources = parts.Resources,
            Principals = parts.Principals,
            Conditions = parts.Conditions.ToImmutable(),
            Position = parts.Position,
            SidPlace = parts.SidPlace,
            EffectPlace = parts.EffectPlace,
        };
    }

    /// <summary>A part of a statement that could not be read. How bad that is depends on its effect, which may only follow.</summary>
    internal readonly record struct Loss(string What, SourcePosition Position);

    private sealed class Parts
    {
        public required int Index { get; init; }

        public required SourcePosition Position { get; init; }

        public string? Sid { get; set; }

        public TextPlace SidPlace { get; set; }

        public TextPlace EffectPlace { get; set; }

        public Effect? Effect { get; set; }

        public ActionElement? Actions { get; set; }

        public ResourceElement? Resources { get; set; }

        public PrincipalElement? Principals { get; set; }

        public ImmutableArray<Condition>.Builder Conditions { get; } = ImmutableArray.CreateBuilder<Condition>();

        public List<Loss> Lost { get; } = [];
    }
}
