using System.Collections.Immutable;
using System.Text.Json;
using Leastwise.Text;

namespace Leastwise.Policies;

/// <summary>Reads <c>Principal</c> and <c>NotPrincipal</c>.</summary>
/// <remarks>
/// Source: "AWS JSON policy elements: Principal", AWS IAM User Guide,
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html.
/// </remarks>
internal static class PrincipalReader
{
    /// <summary>The entries of the value that the cursor stands on, in the order written.</summary>
    public static ImmutableArray<PrincipalEntry> Read(ref JsonCursor cursor, string key, List<StatementReader.Loss> lost, out ImmutableArray<TextPlace> where)
    {
        var places = ImmutableArray.CreateBuilder<TextPlace>();
        var entries = ImmutableArray.CreateBuilder<PrincipalEntry>();
        if (cursor.Token == JsonTokenType.String)
        {
            string text = cursor.Text() ?? "";
            // A bare string other than "*" is refused by AWS; some tools write an ARN so, and mean an AWS principal.
            entries.Add(new PrincipalEntry(text == "*" ? PrincipalEntryType.Anyone : PrincipalEntryType.Aws, text));
            places.Add(cursor.Place);
        }
        else if (cursor.Token == JsonTokenType.StartObject)
        {
            while (cursor.Read() && cursor.Token == JsonTokenType.PropertyName)
            {
                ReadKind(ref cursor, key, entries, places, lost);
            }
        }
        else
        {
            lost.Add(new($"{key} is {cursor.Kind}, not \"*\" or an object", cursor.Position));
            cursor.Skip();
        }

        where = places.ToImmutable();
        return entries.ToImmutable();
    }

    private static void ReadKind(
        ref JsonCursor cursor,
        string key,
        ImmutableArray<PrincipalEntry>.Builder entries,
        ImmutableArray<TextPlace>.Builder places,
        List<StatementReader.Loss> lost)
    {
        string written = cursor.Text() ?? "";
        PrincipalEntryType? type = written.ToUpperInvariant() switch
        {
            "AWS" => PrincipalEntryType.Aws,
            "SERVICE" => PrincipalEntryType.Service,
            "FEDERATED" => PrincipalEntryType.Federated,
            "CANONICALUSER" => PrincipalEntryType.CanonicalUser,
            _ => null,
        };
        if (type is not { } known)
        {
            lost.Add(new($"{key} has an unknown kind \"{written}\" (AWS, Service, Federated and CanonicalUser exist)", cursor.Position));
            cursor.Skip();
            return;
        }

        if (!cursor.Read())
        {
            return;
        }

        bool isArray = cursor.Token == JsonTokenType.StartArray;
        while (!isArray || (cursor.Read() && cursor.Token != JsonTokenType.EndArray))
        {
            // Account ids are now and then written as numbers.
            if (cursor.Token is JsonTokenType.String or JsonTokenType.Number)
            {
                entries.Add(new PrincipalEntry(known, cursor.Text() ?? ""));
                places.Add(cursor.Place);
            }
            else
            {
                lost.Add(new($"{key}.{written} holds {cursor.Kind}, not a string", cursor.Position));
                cursor.Skip();
            }

            if (!isArray)
            {
                return;
            }
        }
    }
}
