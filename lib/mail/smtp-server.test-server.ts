/** A small SMTP server on loopback (RFC 5321), whose answer to each command a test may change. */
import { once } from "node:events";
import net from "node:net";

type Command = "greeting" | "EHLO" | "AUTH" | "MAIL" | "RCPT" | "DATA" | "content";

/** A reply, `hang up` to cut the connection, `silence`, or `trickle`: a reply that goes on and never ends. */
type Answers = Partial<Record<Command, string>>;

export interface SmtpServer {
  url: string;
  received: { from: string; to: string[]; content: string }[];
  /** Connections opened so far, and open now. */
  connections: { total: number; open: number };
  answers: Answers;
  /** Ends every open connection, as servers do with idle ones. */
  dropConnections(): void;
  close(): Promise<void>;
}

const USUAL: Record<Command, string> = {
  greeting: "220 mail.example ESMTP",
  EHLO: "250-mail.example\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 AUTH PLAIN",
  AUTH: "235 2.7.0 welcome",
  MAIL: "250 2.1.0 ok",
  RCPT: "250 2.1.5 ok",
  DATA: "354 go ahead",
  content: "250 2.0.0 queued",
};

export async function startSmtpServer(answers: Answers = {}): Promise<SmtpServer> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => serve(socket));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const smtp: SmtpServer = {
    url: `smtp://127.0.0.1:${(server.address() as net.AddressInfo).port}`,
    received: [],
    connections: { total: 0, open: 0 },
    answers,
    dropConnections() {
      for (const socket of sockets) socket.destroy();
    },
    async close() {
      smtp.dropConnections();
      server.close();
      if (server.listening) await once(server, "close");
    },
  };

  function serve(socket: net.Socket): void {
    let buffer = "";
    let inContent = false;
    let mail = { from: "", to: [] as string[], content: "" };
    sockets.add(socket);
    smtp.connections.total += 1;
    smtp.connections.open += 1;
    socket.setEncoding("utf8").on("error", () => socket.destroy());
    socket.on("close", () => {
      sockets.delete(socket);
      smtp.connections.open -= 1;
    });
    answer("greeting");
    socket.on("data", (chunk: string) => {
      buffer += chunk;
      for (;;) {
        const end = inContent ? "\r\n.\r\n" : "\r\n";
        const at = buffer.indexOf(end);
        if (at < 0) return;
        const line = buffer.slice(0, at);
        buffer = buffer.slice(at + end.length);
        if (inContent) finish(line);
        else obey(line);
      }
    });

    function answer(command: Command): boolean {
      const reply = smtp.answers[command] ?? USUAL[command];
      if (reply === "hang up") socket.destroy();
      else if (reply === "trickle") trickle();
      else if (reply !== "silence") socket.write(`${reply}\r\n`);
      return /^[23]/.test(reply);
    }

    function trickle(): void {
      const timer = setInterval(() => socket.write("250-still busy\r\n"), 50);
      socket.on("close", () => clearInterval(timer));
    }

    function obey(line: string): void {
      const command = line.slice(0, 4).toUpperCase();
      if (command === "EHLO" || command === "HELO") answer("EHLO");
      else if (command === "AUTH") answer("AUTH");
      else if (command === "MAIL") {
        mail = { from: addressIn(line), to: [], content: "" };
        answer("MAIL");
      } else if (command === "RCPT") {
        if (answer("RCPT")) mail.to.push(addressIn(line));
      } else if (command === "DATA") inContent = answer("DATA");
      else if (command === "RSET") socket.write("250 ok\r\n");
      else if (command === "QUIT") socket.end("221 bye\r\n");
      else socket.write("502 unknown command\r\n");
    }

    function finish(content: string): void {
      inContent = false;
      if (answer("content")) smtp.received.push({ ...mail, content: content.replace(/^\.\./gm, ".") });
    }
  }

  return smtp;
}

function addressIn(line: string): string {
  return /<([^>]*)>/.exec(line)?.[1] ?? "";
}
