// Its types are those of version 5, for what the stories use.
declare module 'express-4' {
  import express = require('express')
  export = express
}
