using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Leastwise.Text;

namespace Leastwise.Principals;

/// <summary>
/// Reads what <c>aws iam get-account-authorization-details</c> writes: one file or several pages, one account or several, files or folders of them.
/// </summary>
/// <remarks>
/// Source of the shape: "GetAccountAuthorizationDetails", AWS IAM API Reference,
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html.
/// </remarks>
public static class AuthorizationDetailsReader
{
    /// <summary>
    /// Reads files, and of folders every <c>*.json</c> in ordinal order that holds such details. Never throws for what a file holds:
    /// what could not be used stands in the diagnostics.
    /// </summary>
    /// <param name="paths">Files and folders.</param>
    /// <param name="contents">What stands for some of the paths instead of a file, such as standard input; null for none.</param>
    /// <param name="called">What a file is called in positions, where it will not stay where it lies; null for its path.</param>
    public static AuthorizationDetails Read(IEnumerable<string> paths, IReadOnlyDictionary<string, byte[]>? contents = null, Func<string, string>? called = null)
    {
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var pages = new List<AuthorizationPage>();
        var contentsRead = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string path in paths)
        {
            if (contents?.TryGetValue(path, out byte[]? content) == true)
            {
                ReadText(path, JsonFile.Decode(content), pages, diagnostics, contentsRead);
            }
            else if (Directory.Exists(path))
            {
                ReadFolder(path, pages, diagnostics, contentsRead);
            }
            else
            {
                ReadFile(path, called?.Invoke(path) ?? path, pages, diagnostics, contentsRead);
            }
        }

        return new AuthorizationDetails(AccountAssembler.Assemble(pages), diagnostics.ToImmutable());
    }

    /// <summary>Whether the file's content looks like account authorization details, by its top-level names. False where it cannot be read.</summary>
    public static bool LooksLike(string path) => JsonFile.HasTopLevelName(path, AuthorizationPageReader.IsList);

    private static void ReadFolder(string path, List<AuthorizationPage> pages, ImmutableArray<Diagnostic>.Builder diagnostics, Dictionary<string, string> contentsRead)
    {
        int before = pages.Count, readBefore = contentsRead.Count, files = 0;
        foreach (string file in JsonFile.In(path, diagnostics).Where(LooksLike))
        {
            files++;
            ReadFile(file, file, pages, diagnostics, contentsRead);
        }

        if (pages.Count == before && (files == 0 || contentsRead.Count > readBefore))
        {
            diagnostics.Add(Unusable(path, "The folder holds no account authorization details"));
        }
    }

    private static void ReadFile(string path, string called, List<AuthorizationPage> pages, ImmutableArray<Diagnostic>.Builder diagnostics, Dictionary<string, string> contentsRead)
    {
        byte[]? bytes = JsonFile.Read(path, out Diagnostic? problem);
        if (bytes is null)
        {
            diagnostics.Add(problem ?? Unusable(path, "The file could not be read"));
            return;
        }

        ReadText(called, bytes, pages, diagnostics, contentsRead);
    }

    private static void ReadText(string path, byte[] bytes, List<AuthorizationPage> pages, ImmutableArray<Diagnostic>.Builder diagnostics, Dictionary<string, string> contentsRead)
    {
        // A file that is given twice, or copied, would have each of its entries refused as a second one.
        string hash = Convert.ToHexString(SHA256.HashData(bytes));
        if (!contentsRead.TryAdd(hash, path) && bytes.Length > 0)
        {
            diagnostics.Add(new(DiagnosticSeverity.Warning, $"Passed over: it holds the same as '{contentsRead[hash]}', byte for byte.", SourcePosition.WholeFile(path)));
            return;
        }

        int before = pages.Count;
        bool isEmpty = false;
        var names = new SortedSet<string>(StringComparer.Ordinal);
        var cursor = new JsonCursor(bytes, new SourcePosition(path, 1, 1));
        // Several pages may stand one after another, or in an array.
        while (cursor.Read())
        {
            if (cursor.Token == JsonTokenType.StartObject && cursor.Depth <= 1)
            {
                AuthorizationPage? page = AuthorizationPageReader.Read(ref cursor, bytes, names);
                isEmpty |= page is { IsEmpty: true };
                // An empty page tells of no account; that it is the last still matters.
                if (page is { IsEmpty: false } || (page is not null && pages.Count > 0))
                {
                    pages.Add(page);
                }
            }
            else if (cursor.Token is not (JsonTokenType.StartArray or JsonTokenType.EndArray))
            {
                cursor.Skip();
            }
        }

        // A page that breaks off before its first entry says nothing, not even which account it is of.
        if (cursor.Failure is not null)
        {
            pages.RemoveAll(page => page.Position.File == path && page.IsEmpty);
        }

        if (pages.Count == before)
        {
            diagnostics.Add(cursor.Failure is { } notJson
                ? Unusable(path, $"The file is not JSON (line {notJson.Position.Line}, column {notJson.Position.Column})")
                : Unusable(path, bytes.AsSpan().ContainsAnyExcept(" \t\r\n"u8) ? isEmpty ? "The file holds no user, role, group or policy" : $"The file holds no account authorization details{OtherContent.Hint(names)}" : "The file is empty"));
        }
        else if (cursor.Failure is { } failure)
        {
            diagnostics.Add(failure with { Message = "The file breaks off or is broken here; users, roles and policies after this place are missing. Fetch it again." });
        }
    }

    private static Diagnostic Unusable(string path, string what) => new(
        DiagnosticSeverity.Error,
        $"{what}; give the output of \"aws iam get-account-authorization-details\" or of \"leastwise download\".",
        SourcePosition.WholeFile(path));
}
