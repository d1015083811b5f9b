using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Leastwise.Text;

namespace Leastwise.Principals;

/// <summary>Reads IAM's credential report: the CSV itself, or what <c>aws iam get-credential-report</c> prints with the CSV in base64.</summary>
/// <remarks>
/// Source of the columns: "Generate credential reports for your AWS account", AWS IAM User Guide,
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html.
/// </remarks>
public static class CredentialReportReader
{
    private static readonly string[] Needed = ["arn", "password_enabled", "mfa_active", "access_key_1_active", "access_key_2_active"];
    private static readonly string[] Uses = ["password_last_used", "access_key_1_last_used_date", "access_key_2_last_used_date"];

    /// <summary>Reads a file. Never throws for what it holds: what could not be used stands in the diagnostics.</summary>
    public static CredentialReport Read(string path)
    {
        byte[]? bytes = JsonFile.Read(path, out Diagnostic? problem);
        if (bytes is null)
        {
            return Empty(problem ?? Unusable(path, "The file could not be read"));
        }

        string? text = TextOf(bytes);
        string[] lines = (text ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string[] head = lines.Length == 0 ? [] : lines[0].Split(',');
        if (Needed.Any(name => !head.Contains(name)))
        {
            return Empty(Unusable(path, "The file is no credential report"));
        }

        var users = ImmutableSortedDictionary.CreateBuilder<string, UserCredentials>(StringComparer.Ordinal);
        var diagnostics = new DiagnosticCollector();
        for (int i = 1; i < lines.Length; i++)
        {
            string[] cells = lines[i].Split(',');
            if (cells.Length != head.Length)
            {
                diagnostics.Add(new(DiagnosticSeverity.Warning, "The line has not as many values as the first; it was passed over.", new SourcePosition(path, i + 1, 1)));
                continue;
            }

            string Cell(string name) => Array.IndexOf(head, name) is >= 0 and var place ? cells[place] : "";
            bool Is(string name) => Cell(name).Equals("true", StringComparison.OrdinalIgnoreCase);
            users[Cell("arn")] = new UserCredentials(Is("access_key_1_active") || Is("access_key_2_active"), Is("password_enabled"), Is("mfa_active"), Uses.Select(name => Time(Cell(name))).Max());
        }

        return new CredentialReport { Users = users.ToImmutable(), Diagnostics = diagnostics.ToImmutable() };
    }

    /// <summary>Whether the file begins as the CSV of a credential report does. False where it cannot be read.</summary>
    public static bool LooksLike(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            byte[] start = new byte[Begin.Length];
            return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.AsSpan().SequenceEqual(Begin);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static ReadOnlySpan<byte> Begin => "user,arn,user_creation_time,"u8;

    // The answer of the API holds the report in base64.
    private static string? TextOf(byte[] bytes)
    {
        if (bytes.AsSpan().TrimStart(" \t\r\n"u8) is not [(byte)'{', ..])
        {
            return Encoding.UTF8.GetString(bytes);
        }

        var cursor = new JsonCursor(bytes, new SourcePosition("", 1, 1));
        if (!cursor.Read())
        {
            return null;
        }

        while (JsonElements.NextProperty(ref cursor))
        {
            bool wanted = cursor.Text() == "Content";
            if (!cursor.Read())
            {
                return null;
            }

            if (wanted && cursor.Text() is { } packed)
            {
                var content = new byte[packed.Length];
                return Convert.TryFromBase64String(packed, content, out int length) ? Encoding.UTF8.GetString(content, 0, length) : null;
            }

            cursor.Skip();
        }

        return null;
    }

    private static DateTimeOffset? Time(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;

    private static CredentialReport Empty(Diagnostic problem) =>
        new() { Users = ImmutableSortedDictionary.Create<string, UserCredentials>(StringComparer.Ordinal), Diagnostics = [problem] };

    private static Diagnostic Unusable(string path, string what) =>
        new(DiagnosticSeverity.Error, $"{what}; give the output of \"aws iam get-credential-report\", or the CSV.", SourcePosition.WholeFile(path));
}
