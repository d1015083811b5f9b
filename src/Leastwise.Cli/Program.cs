using Leastwise.Cli;

using var terminal = new Terminal();
return await CommandLine.RunAsync(args, terminal);
